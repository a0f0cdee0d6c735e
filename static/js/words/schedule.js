import { say } from "./catalogue.js";
import { clockAt, days, label, span } from "./dates.js";

/** When a trip takes place, in the words that the server uses too: trips/words/schedule.py. */

/** "12–15 Dec 2026", or "". @param {Pick<Trip, "startDate"|"endDate">} trip @param {{withYear?: boolean}} [how] */
export function dates({ startDate, endDate }, { withYear = true } = {}) {
  return startDate ? days(startDate, endDate ?? startDate, withYear) : "";
}

/** At what time it starts, "07:30", or "". @param {Trip} trip */
export const startsAt = ({ startDate, startTime, timeZone }) =>
  startDate && startTime ? clockAt(startDate, startTime, timeZone) : "";

/** At what time it ends, "21:00", or "". @param {Trip} trip */
export const endsAt = ({ startDate, endDate, endTime, timeZone }) =>
  startDate && endTime ? clockAt(endDate ?? startDate, endTime, timeZone) : "";

/** "12 Dec 2026, 07:30–21:00 (India time)", or "". @param {Trip} trip @param {{withYear?: boolean}} [how] */
export function schedule(trip, { withYear = true } = {}) {
  const { startDate, endDate, timeZone } = trip;
  const [begins, ends] = [startsAt(trip), endsAt(trip)];
  const when = startDate ? span(startDate, endDate ?? startDate, begins, ends, withYear) : "";
  return begins || ends ? say("in_zone", { when, zone: label(timeZone) }) : when;
}

/** The years in which the trip takes place. @param {Trip} trip */
export const years = ({ startDate, endDate }) => [startDate, endDate].flatMap((day) => (day ? [day.slice(0, 4)] : []));
