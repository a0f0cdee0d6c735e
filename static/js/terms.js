/** What a trip (trip.js says of what shape) offers, in the words that the templates use too. */

const put = (moment, timeZone, options) => new Intl.DateTimeFormat("en-US", { timeZone, ...options }).format(moment);

/** "12–15 Dec 2026". @param {Trip} trip @param {{withYear?: boolean}} [how] */
export function datesOf({ startDate, endDate }, { withYear = true } = {}) {
  if (!startDate) return "";
  const [first, last] = [startDate, endDate ?? startDate].map((day) => ({
    day: Number(day.slice(8)),
    month: put(new Date(day), "UTC", { month: "short" }),
    year: day.slice(0, 4),
  }));
  const told = ({ day, month, year }) => `${day} ${month}${withYear ? ` ${year}` : ""}`;
  const end = told(last);
  if (first.year !== last.year) return `${told(first)} – ${end}`;
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
export const priceOf = (trip) => (trip.pricePerPerson === null ? "" : `${moneyOf(trip)} per person`);

/** "INR 12,000". @param {Trip} trip */
export function moneyOf({ pricePerPerson, currency }) {
  const amount = Number(pricePerPerson);
  const digits = Number.isInteger(amount) ? 0 : 2;
  return `${currency} ${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** "12 % off". @param {Trip} trip */
export const discountOf = ({ discountPercent }) => (discountPercent ? `${Number(discountPercent)} % off` : "the group discount");

/**
 * What of a trip has changed, but for its name: a label, and the words for it then and now.
 * @param {Trip} was
 * @param {Trip} trip
 * @returns {{label: string, old: string, now: string}[]}
 */
export function changesOf(was, trip) {
  const years = new Set([was, trip].flatMap(({ startDate, endDate }) => [startDate, endDate]).filter(Boolean).map((day) => day.slice(0, 4)));
  const words = {
    Dates: (of) => datesOf(of, { withYear: years.size > 1 }) || "no dates",
    "Time zone": ({ timeZone }) => timeZone,
    Deadline: (of) => (of.joinBy ? deadlineOf(of) ?? of.joinBy : "no deadline"),
    "Members needed": ({ requiredMembers }) => `${requiredMembers}`,
    Places: ({ capacity }) => `${capacity ?? "no limit"}`,
    Price: (of) => priceOf(of) || "no price",
    Discount: discountOf,
  };
  return Object.entries(words).map(([label, say]) => ({ label, old: say(was), now: say(trip) })).filter(({ old, now }) => old !== now);
}
