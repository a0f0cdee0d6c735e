import { isAlmostUnlocked, isOpen, missing, takes, whyClosed } from "../trip.js";
import { days, moment, until } from "./dates.js";
import { name, pieces, say, sentences, table, textOf } from "./catalogue.js";
import { linked } from "./links.js";

/**
 * What is said of a trip, in the words that the server uses too: trips/words/trip.py.
 *
 * @typedef {import("./catalogue.js").Piece} Piece
 */

/**
 * What fills the elements of a page, by the name in data-part; undefined for what this page or browser does not know.
 * @param {Trip} trip
 * @param {number} nowMs
 */
export function parts(trip, nowMs) {
  const { memberCount: count, requiredMembers: required, members, founderId } = trip;
  const organiser = members?.find(({ id }) => id === founderId)?.name;
  /** @param {string} message */
  const by = (message) =>
    organiser === undefined ? undefined : pieces(message, { organiser: name(organiser), trip: name(trip.name) });
  return {
    name: trip.name,
    invites: by("invites"),
    "ask-to-reopen": by("ask_to_reopen"),
    description: trip.description && linked(trip.description),
    place: trip.place && [place(trip)],
    dates: dates(trip),
    price: price(trip),
    fraction: `${count}/${required}`,
    members: `${count}`,
    sentence: sentence(trip),
    progress: say("progress", { n: required, count }),
    places: say("places_left", { n: Math.max(0, takes(trip) - count) }),
    "all-taken": say("all_taken", { n: takes(trip) }),
    "join-by": untilDeadline(["join_by", "join_by_end"], trip, nowMs),
    "deadline-was": untilDeadline(["deadline_was", "deadline_was_end"], trip, nowMs),
    "needed-by-then": say("needed_by_then", { n: required }),
    "too-few": say("too_few", { n: count, required }),
    "show-all": say("show_all", { n: count }),
    "made-complete": textOf(byDiscount(trip, ["made_complete_percent", "made_complete_discount"])),
    "brings-you": oneLess(trip, ["brings_you_of", "brings_you"], ["brings_you_below_percent", "brings_you_below"]),
    "brings-group": oneLess(
      trip,
      ["brings_group_of", "brings_group"],
      ["brings_group_below_percent", "brings_group_below"],
    ),
    "poll-reason": pollReason(trip),
  };
}

/** @param {Trip} trip @returns {Piece} */
const place = ({ place: text }) => ({ text, kind: "place" });

/** What is so: elements show while one of the names in their data-when is. @param {Trip} trip @param {number} nowMs */
export function truths(trip, nowMs) {
  const { status, isDiscountUnlocked } = trip;
  const isRunning = isOpen(status);
  const isCancelled = status === "cancelled";
  const isFull = trip.memberCount >= takes(trip);
  const hasDates = Boolean(trip.startDate);
  const why = whyClosed(trip, nowMs);
  return {
    recruiting: status === "recruiting",
    unlocked: status === "unlocked",
    closed: status === "closed",
    cancelled: isCancelled,
    "closed-by-end": why === "end",
    "closed-by-organiser": why === "organiser",
    "closed-by-deadline": why === "deadline",
    begun: status === "recruiting" && !isAlmostUnlocked(trip),
    almost: status === "recruiting" && isAlmostUnlocked(trip),
    set: isDiscountUnlocked && !isCancelled,
    short: !isDiscountUnlocked && !isCancelled,
    described: Boolean(trip.description),
    scheduled: hasDates && !isCancelled,
    "called-off": hasDates && isCancelled,
    dated: isRunning && Boolean(trip.joinBy),
    limited: isRunning && !isFull && Boolean(trip.capacity),
    full: isRunning && isFull,
    open: isRunning && !isFull,
  };
}

/** "12–15 Dec 2026", or "". @param {Pick<Trip, "startDate"|"endDate">} trip @param {{withYear?: boolean}} [how] */
export function dates({ startDate, endDate }, { withYear = true } = {}) {
  return startDate ? days(startDate, endDate ?? startDate, withYear) : "";
}

/** Until when one can join. @param {Trip} trip @param {number} nowMs */
export const deadline = ({ joinBy, timeZone }, nowMs) => moment(joinBy, timeZone, nowMs);

/** "₹1,25,000 per person", or "". @param {Trip} trip */
export const price = (trip) => (trip.pricePerPerson === null ? "" : say("price", { sum: money(trip) }));

/** "₹1,25,000", or "". @param {Trip} trip */
export function money({ pricePerPerson, currency }) {
  if (pricePerPerson === null) return "";
  const { withSign, withCode, group, decimal, signs, byLakhs } = table().money;
  const [whole, rest = ""] = pricePerPerson.split(".");
  const between = byLakhs.includes(currency) ? /\B(?=(?:\d\d)*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g;
  const number = `${whole.replace(between, group)}${/[1-9]/.test(rest) ? `${decimal}${rest}` : ""}`;
  const sign = signs[currency];
  const around = sign ? withSign : withCode;
  return around
    .replace("#", number)
    .replace("¤", () => sign ?? currency)
    .trim();
}

/**
 * A sentence on what is unlocked: the first of two where its percents are known.
 * @param {Trip} trip
 * @param {[string, string]} ids
 * @param {Object<string, number>} [told]
 */
const byDiscount = ({ discountPercent: percent }, [withPercent, without], told = {}) =>
  percent ? pieces(withPercent, { ...told, percent }) : pieces(without, told);

/**
 * A sentence on how many are in: the second of two where that is more than enough.
 * @param {number} n
 * @param {number} required
 * @param {[string, string]} ids
 */
const byCount = (n, required, [of, enough]) => pieces(n > required ? enough : of, { n, required });

/** How many are in: "3 of 5 are in." @param {Trip} trip */
export const areIn = ({ memberCount, requiredMembers }) =>
  byCount(memberCount, requiredMembers, ["are_in_of", "are_in"]);

/** What is unlocked: "Everyone gets 12 % off." @param {Trip} trip */
export const everyoneGets = (trip) => byDiscount(trip, ["everyone_gets_percent", "everyone_gets_discount"]);

/**
 * How many are in, and what is missing: "3 of 5 are in. 2 more unlock 12 % off."
 * @param {Trip} trip
 * @returns {Piece[]}
 */
export function sentence(trip) {
  if (trip.isDiscountUnlocked && trip.status !== "cancelled") return sentences(areIn(trip), everyoneGets(trip));
  if (trip.status !== "recruiting") return areIn(trip);
  const more = byDiscount(trip, ["more_unlock_percent", "more_unlock_discount"], { n: missing(trip) });
  return sentences(areIn(trip), more);
}

/** How many are in, for who is not: "3 of 5 are in. 2 more and everyone gets 12 % off." @param {Trip} trip */
export function countSentence(trip) {
  if (trip.isDiscountUnlocked || trip.status !== "recruiting") return textOf(sentence(trip));
  const more = byDiscount(trip, ["more_and_percent", "more_and_discount"], { n: missing(trip) });
  return textOf(sentences(areIn(trip), more));
}

/** The years in which the trip takes place. @param {Trip} trip */
export const years = ({ startDate, endDate }) => [startDate, endDate].flatMap((day) => (day ? [day.slice(0, 4)] : []));

/**
 * A sentence about the deadline; empty where there is none.
 * @param {[string, string]} ids
 * @param {Trip} trip
 * @param {number} nowMs
 */
export const untilDeadline = (ids, { joinBy, timeZone }, nowMs) => until(ids, joinBy, timeZone, nowMs);

/**
 * What one member less means: "This brings you to 4 of 5: the discount will be lost."
 * @param {Trip} trip
 * @param {[string, string]} stays
 * @param {[string, string]} below
 */
function oneLess(trip, stays, below) {
  const { memberCount, requiredMembers: required, status } = trip;
  const n = memberCount - 1;
  if (memberCount !== required || status === "cancelled") return textOf(byCount(n, required, stays));
  return textOf(byDiscount(trip, below, { n, required }));
}

/** Why a poll can be started, or cannot. @param {Trip} trip */
function pollReason({ status, isDiscountUnlocked, requiredMembers: n }) {
  if (status === "cancelled") return say("poll_for_nothing");
  if (isDiscountUnlocked) return say("poll_for");
  return say(status === "closed" ? "poll_takes" : "poll_opens_with", { n });
}
