import { endOf, takes } from "../trip.js";
import { say, sentences, textOf } from "./catalogue.js";
import { label, yearAt } from "./dates.js";
import { paysSentence } from "./discount.js";
import { schedule, years } from "./schedule.js";
import { countSentence, untilDeadline } from "./trip.js";

/** The text that goes with the link of a trip, in the words that the server uses too: trips/words/invitation.py. */

/** "Goa, 12–15 Dec: 3 of 5 are in. … Join by …:" @param {Trip} trip @param {number} nowMs */
export function invitation(trip, nowMs) {
  const news = textOf(sentences(countSentence(trip), paysSentence(trip), tail(trip, nowMs)));
  const when = daysOf(trip, nowMs);
  if (when) return say("share_dated", { trip: trip.name, dates: when, news });
  return say("share", { trip: trip.name, news });
}

/**
 * Its days, without the year where that is this year's: "12–15 Dec", or "".
 * @param {Trip} trip
 * @param {number} nowMs
 */
export function daysOf(trip, nowMs) {
  const thisYear = `${yearAt(nowMs, trip.timeZone)}`;
  return schedule(trip, { withYear: !years(trip).every((year) => year === thisYear) });
}

/** What it ends with: until when to join, or why nobody can. @param {Trip} trip @param {number} nowMs */
export function tail(trip, nowMs) {
  const { status, memberCount, joinBy } = trip;
  if (status === "cancelled") return say("share_cancelled");
  if (endOf(trip) <= nowMs) return say("share_over");
  if (status === "closed") return say("share_closed");
  if (memberCount >= takes(trip)) return say("share_full");
  const by = untilDeadline(["share_by", "share_by_end"], trip, nowMs);
  return by ? textOf(by) : say("share_by_end", { date: `${joinBy}`, zone: label(trip.timeZone) });
}
