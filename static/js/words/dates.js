import { DAY_MS, firstShown, MINUTE_MS, offsetAt, offsetWords, twinOf } from "../clocks.js";
import { pieces, say, table, zoneName } from "./catalogue.js";

/** Days, moments and how long ago something was, in the words that the server uses too: trips/words/dates.py. */

const HOUR_MS = 60 * MINUTE_MS;

/** By what happened. @type {Object<string, string[]>} */
const AGO = {
  "": ["just_now", "minutes_ago", "hours_ago", "yesterday", "days_ago"],
  joined: ["joined_just_now", "joined_minutes_ago", "joined_hours_ago", "joined_yesterday", "joined_days_ago"],
  code: ["code_just_now", "code_minutes_ago", "code_hours_ago", "code_yesterday", "code_days_ago"],
};

/**
 * A span of days: "12–15 Dec 2026", or "12 Dec 2026" where both are one.
 * @param {string} first "2026-12-12"
 * @param {string} last
 */
export const days = (first, last, withYear = true) => span(first, last, "", "", withYear);

/**
 * A span of days with times of day, of which each may be "": "12 Dec, 07:30 – 15 Dec 2026, 21:00", or
 * "12 Dec 2026, 07:30–21:00" where both days are one. A year that both share is written once: in front where the
 * language begins with the year.
 * @param {string} first "2026-12-12"
 * @param {string} last
 * @param {string} start
 * @param {string} end
 */
export function span(first, last, start, end, withYear = true) {
  const [begin, close] = [first, last].map((day) => new Date(day));
  if (first === last) {
    const date = dayWords(close, withYear);
    if (start && end) return say("day_times", { date, start, end });
    return end ? say("day_until", { date, time: end }) : withTime(date, start);
  }
  const isWithinAYear = begin.getUTCFullYear() === close.getUTCFullYear();
  if (isWithinAYear && begin.getUTCMonth() === close.getUTCMonth() && !start && !end)
    return withinAMonth(begin, close, withYear);
  const leads = `${table().texts.day_month_year}`.startsWith("{year}");
  return say("days", {
    first: withTime(dayWords(begin, withYear && (leads || !isWithinAYear)), start),
    last: withTime(dayWords(close, withYear && !(leads && isWithinAYear)), end),
  });
}

/** @param {Date} begin @param {Date} end @param {boolean} withYear */
function withinAMonth(begin, end, withYear) {
  const parts = { first: begin.getUTCDate(), last: end.getUTCDate(), month: monthOf(end) };
  return whole(
    withYear ? say("days_of_month_year", { ...parts, year: `${end.getUTCFullYear()}` }) : say("days_of_month", parts),
  );
}

/** @param {string} date @param {string} time */
const withTime = (date, time) => (time ? whole(say("moment", { date, time })) : date);

/**
 * "07:30"; "02:30 (UTC+2)" where the clocks of the zone show it twice, as the first is meant.
 * @param {string} day
 * @param {string} time
 * @param {string} timeZone
 */
export function clockAt(day, time, timeZone) {
  try {
    return timeOfDay(firstShown(Date.parse(`${day}T${time}Z`), timeZone), timeZone);
  } catch {
    return time;
  }
}

/**
 * "20:00", or "02:30 (UTC+1)" where the clocks show it twice. Throws RangeError for no zone of this browser.
 * @param {number} ms
 * @param {string} timeZone
 */
function timeOfDay(ms, timeZone) {
  const offset = offsetAt(ms, timeZone);
  const time = new Date(ms + offset).toISOString().slice(11, 16);
  return twinOf(ms, timeZone) === undefined ? time : say("time_of_two", { time, offset: offsetWords(offset) });
}

/**
 * "Friday 4 Dec, 20:00" by the clocks of a zone; midnight is "the end of" the day before. With the year unless it is
 * that of `nowMs`; of two moments that the clocks show alike it says which: "Sunday 31 Oct, 02:30 (UTC+1)". Undefined
 * in a zone that this browser does not know.
 * @param {?string} at
 * @param {string} timeZone
 * @param {number} [nowMs]
 */
export function moment(at, timeZone, nowMs) {
  if (!at) return "";
  const { date, time } = dayAndTime(at, timeZone, nowMs) ?? {};
  return date && (time ? say("moment", { date, time }) : say("moment_end", { date }));
}

/**
 * "That is Friday 4 Dec, 15:30 where you are.", or "" where the clocks of this browser show a moment as those of the
 * zone do. Only scripts say it: the server knows no clock of its readers.
 * @param {?string} at
 * @param {string} timeZone
 * @param {number} nowMs
 */
export function here(at, timeZone, nowMs) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const ms = Date.parse(at ?? "");
  try {
    if (!ms || offsetAt(ms, own) === offsetAt(ms, timeZone)) return "";
  } catch {
    return ""; // one of both is no zone of this browser
  }
  return say("where_you_are", { when: `${moment(at, own, nowMs)}` });
}

/**
 * A sentence about a moment: the first of two, or the second where it is the end of a day. Undefined as `moment` is.
 * @param {[string, string]} ids
 * @param {?string} at
 * @param {string} timeZone
 * @param {number} nowMs
 */
export function until([at_, end], at, timeZone, nowMs) {
  if (!at) return [];
  const { date, time } = dayAndTime(at, timeZone, nowMs) ?? {};
  const zone = label(timeZone);
  return date && (time ? pieces(at_, { date, time, zone }) : pieces(end, { date, zone }));
}

/**
 * How long ago something was, "5 min ago", or as a sentence of AGO; "" if nobody knows.
 * @param {number} ms
 * @param {string} [what]
 */
export function ago(ms, what = "") {
  const [justNow, minutes, hours, yesterday, someDays] = AGO[what];
  if (Number.isNaN(ms)) return "";
  if (ms < MINUTE_MS) return say(justNow);
  if (ms < HOUR_MS) return say(minutes, { n: Math.floor(ms / MINUTE_MS) });
  if (ms < DAY_MS) return say(hours, { n: Math.floor(ms / HOUR_MS) });
  return ms < 2 * DAY_MS ? say(yesterday) : say(someDays, { n: Math.floor(ms / DAY_MS) });
}

/**
 * The year by the clocks of a zone, or of UTC where this browser does not know it; NaN where `ms` is no moment.
 * @param {number} ms
 * @param {string} timeZone
 */
export function yearAt(ms, timeZone) {
  try {
    return new Date(ms + offsetAt(ms, timeZone)).getUTCFullYear();
  } catch {
    return new Date(ms).getUTCFullYear();
  }
}

/** "India time"; the city's while the page has not brought the name. @param {string} timeZone */
export const label = (timeZone) =>
  zoneName(timeZone) ??
  say("time_of_place", { place: timeZone.slice(timeZone.lastIndexOf("/") + 1).replace(/_/g, " ") });

/** @param {Date} day */
const monthOf = (day) => table().months[day.getUTCMonth()];

/** @param {Date} date @param {boolean} withYear */
function dayWords(date, withYear) {
  const parts = { day: date.getUTCDate(), month: monthOf(date) };
  return whole(
    withYear ? say("day_month_year", { ...parts, year: `${date.getUTCFullYear()}` }) : say("day_month", parts),
  );
}

/** The same on one line. @param {string} day */
const whole = (day) => day.replace(/ /g, "\u00a0");

/**
 * The words for both; midnight is the end of the day before it, and no time.
 * @param {string} at
 * @param {string} timeZone
 * @param {number} [nowMs]
 */
function dayAndTime(at, timeZone, nowMs) {
  const ms = Date.parse(at);
  try {
    const local = new Date(ms + offsetAt(ms, timeZone));
    const twin = twinOf(ms, timeZone);
    const isMidnight = local.toISOString().slice(11, 16) === "00:00" && !(twin !== undefined && twin < ms);
    const day = new Date(Number(local) - (isMidnight ? DAY_MS : 0));
    const weekday = table().weekdays[(day.getUTCDay() + 6) % 7];
    const isThisYear = day.getUTCFullYear() === yearAt(nowMs ?? NaN, timeZone);
    const time = isMidnight ? "" : timeOfDay(ms, timeZone);
    return { date: say("weekday_day", { weekday, date: dayWords(day, !isThisYear) }), time };
  } catch {
    return undefined;
  }
}
