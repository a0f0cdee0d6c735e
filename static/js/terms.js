/** What a trip (trip.js says of what shape) offers, in the words that the templates use too. */

const put = (moment, timeZone, options) => new Intl.DateTimeFormat("en-US", { timeZone, ...options }).format(moment);

/** "12–15 Dec 2026". @param {Trip} trip */
export function datesOf({ startDate, endDate }) {
  if (!startDate) return "";
  const [first, last] = [startDate, endDate ?? startDate].map((day) => ({
    day: Number(day.slice(8)),
    month: put(new Date(day), "UTC", { month: "short" }),
    year: day.slice(0, 4),
  }));
  const end = `${last.day} ${last.month} ${last.year}`;
  if (first.year !== last.year) return `${first.day} ${first.month} ${first.year} – ${end}`;
  if (first.month !== last.month) return `${first.day} ${first.month} – ${end}`;
  return first.day === last.day ? end : `${first.day}–${end}`;
}

/** @param {Trip} trip */
export const deadlineOf = ({ joinBy, timeZone }) => momentOf(joinBy, timeZone);

/** "Friday 4 Dec, 20:00" by the clocks of the trip; undefined in a zone that this browser does not know. */
export function momentOf(at, timeZone) {
  if (!at) return "";
  const word = (options) => put(new Date(at), timeZone, options);
  try {
    const time = word({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    return `${word({ weekday: "long" })} ${word({ day: "numeric" })} ${word({ month: "short" })}, ${time}`;
  } catch {
    return undefined;
  }
}

/** "INR 12,000 per person". @param {Trip} trip */
export function priceOf({ pricePerPerson, currency }) {
  if (pricePerPerson === null) return "";
  const amount = Number(pricePerPerson);
  const digits = Number.isInteger(amount) ? 0 : 2;
  return `${currency} ${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })} per person`;
}

/** "12 % off". @param {Trip} trip */
export const discountOf = ({ discountPercent }) => (discountPercent ? `${Number(discountPercent)} % off` : "the group discount");
