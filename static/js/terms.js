import { offsetAt, offsetWords, twinOf } from "./clocks.js";
import currencies from "./currencies.js";

/** What a trip (trip.js says of what shape) offers, in the words that the server uses too: trips/words.py. */

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

/** The days of the trip, without the year where that is this year's: "12–15 Dec". @param {Trip} trip @param {number} nowMs */
export function daysOf(trip, nowMs) {
  const { startDate, endDate, timeZone } = trip;
  const words = datesOf(trip);
  const year = words && yearAt(nowMs, timeZone);
  const isThisYear = [startDate, endDate ?? startDate].every((day) => day?.startsWith(`${year}-`));
  return isThisYear ? words.replace(new RegExp(` ${year}$`), "") : words;
}

/** @param {Trip} trip @param {number} nowMs */
export const deadlineOf = ({ joinBy, timeZone }, nowMs) => momentOf(joinBy, timeZone, nowMs);

/**
 * "Friday 4 Dec, 20:00" by the clocks of the trip; midnight is "the end of" the day before. With the year unless it is
 * that of `nowMs`; of two moments that the clocks show alike it says which: "Sunday 31 Oct, 02:30 (UTC+1)". Undefined in
 * a zone that this browser does not know.
 */
export function momentOf(at, timeZone, nowMs) {
  if (!at) return "";
  try {
    const ms = Date.parse(at);
    const clock = put(ms, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const twin = twinOf(ms, timeZone);
    const isMidnight = clock === "00:00" && !(twin < ms);
    const moment = ms - (isMidnight ? HOUR_MS : 0);
    const word = (options) => put(moment, timeZone, options);
    const year = word({ year: "numeric" });
    const day = `${word({ weekday: "long" })} ${word({ day: "numeric" })} ${word({ month: "short" })}`;
    const date = year === yearAt(nowMs, timeZone) ? day : `${day} ${year}`;
    if (isMidnight) return `the end of ${date}`;
    return `${date}, ${clock}${twin === undefined ? "" : ` (${offsetWords(offsetAt(ms, timeZone))})`}`;
  } catch {
    return undefined;
  }
}

const HOUR_MS = 3_600_000;

/** A moment as it follows a verb: "Friday 4 Dec, 20:00", "at the end of Friday 4 Dec", or "". */
export function atMomentOf(at, timeZone, nowMs) {
  const words = momentOf(at, timeZone, nowMs);
  return words?.startsWith("the end") ? `at ${words}` : words;
}

/** "" where `ms` is no moment. */
function yearAt(ms, timeZone) {
  if (!ms) return "";
  try {
    return put(new Date(ms), timeZone, { year: "numeric" });
  } catch {
    return put(new Date(ms), "UTC", { year: "numeric" });
  }
}

/** "₹1,25,000 per person". @param {Trip} trip */
export const priceOf = (trip) => (trip.pricePerPerson === null ? "" : `${moneyOf(trip)} per person`);

/** "₹1,25,000". @param {Trip} trip */
export function moneyOf({ pricePerPerson, currency }) {
  const [whole, rest = ""] = pricePerPerson.split(".");
  const between = currencies.byLakhs.includes(currency) ? /\B(?=(?:\d\d)*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g;
  const sign = currencies.signs[currency] ?? (currency && `${currency}\u00a0`);
  return `${sign}${whole.replace(between, ",")}${/[1-9]/.test(rest) ? `.${rest}` : ""}`;
}

/** "12 % off". @param {Trip} trip */
export const discountOf = ({ discountPercent }) =>
  discountPercent ? `${Number(discountPercent)} % off` : "the group discount";

/**
 * What of a trip has changed, but for its name: a label, and the words for it then and now.
 * @param {Trip} was
 * @param {Trip} trip
 * @returns {{label: string, old: string, now: string}[]}
 */
export function changesOf(was, trip) {
  const years = new Set(
    [was, trip]
      .flatMap(({ startDate, endDate }) => [startDate, endDate])
      .filter(Boolean)
      .map((day) => day.slice(0, 4)),
  );
  const words = {
    Dates: (of) => datesOf(of, { withYear: years.size > 1 }) || "no dates",
    "Time zone": ({ timeZone }) => zoneOf(timeZone),
    Deadline: (of) =>
      of.joinBy ? (deadlineOf(of, Date.parse(of === was ? trip.joinBy : was.joinBy)) ?? of.joinBy) : "no deadline",
    "Members needed": ({ requiredMembers }) => `${requiredMembers}`,
    Places: ({ capacity }) => `${capacity ?? "no limit"}`,
    Price: (of) => priceOf(of) || "no price",
    Discount: discountOf,
  };
  return Object.entries(words)
    .map(([label, say]) => ({ label, old: say(was), now: say(trip) }))
    .filter(({ old, now }) => old !== now);
}

const zoneNames = Object.create(null);

/** Lets zoneOf know names of zones: the page brings that of its trip, zones.js has all. @param {Object<string, string>} names */
export const learnZones = (names) => Object.assign(zoneNames, names);

/** Whether nobody has told the name of a zone yet. @param {string} timeZone */
export const isStrangeZone = (timeZone) => !(timeZone in zoneNames);

/** "India time"; the city's while nobody has told the name. @param {string} timeZone */
export const zoneOf = (timeZone) => zoneNames[timeZone] ?? `${timeZone.split("/").pop().replace(/_/g, " ")} time`;

/** What the text of an invitation begins with: "Goa, 12–15 Dec". @param {Trip} trip @param {number} nowMs */
export function shareLead(trip, nowMs) {
  const days = daysOf(trip, nowMs);
  return days ? `${trip.name}, ${days}` : trip.name;
}

/** What it ends with: until when to join, or why nobody can. @param {Trip} trip @param {number} nowMs */
export function shareTail(trip, nowMs) {
  const { status, hasEnded, capacity, memberCount, joinBy, timeZone } = trip;
  if (status === "cancelled") return "The trip was cancelled.";
  if (hasEnded) return "The trip is over.";
  if (status === "closed") return "Nobody can join any more.";
  if (memberCount >= (capacity ?? MOST_MEMBERS)) return "All places are taken.";
  if (!joinBy) return "";
  return `Join by ${momentOf(joinBy, timeZone, nowMs) ?? joinBy} (${zoneOf(timeZone)}):`;
}

const MOST_MEMBERS = 5_000;
