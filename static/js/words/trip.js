import { DAY_MS } from "../clocks.js";
import { endOf, goal, isAlmostUnlocked, isOpen, missing, takes, whyClosed } from "../trip.js";
import { percentNow } from "../steps.js";
import { moment, until } from "./dates.js";
import { schedule } from "./schedule.js";
import { grouped, name, pieces, say, sentences, textOf } from "./catalogue.js";
import { linked } from "./links.js";
import { coming, ladder, pays, wholeWay } from "./discount.js";

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
    dates: schedule(trip),
    price: pays(trip),
    steps: ladder(trip),
    fraction: `${grouped(`${count}`)}/${grouped(`${goal(trip)}`)}`,
    members: grouped(`${count}`),
    sentence: sentence(trip),
    progress: say("progress", { n: wholeWay(trip), count }),
    places: say("places_left", { n: Math.max(0, takes(trip) - count) }),
    "all-taken": say("all_taken", { n: takes(trip) }),
    "in-line": trip.waitingCount ? say("in_line", { n: trip.waitingCount }) : "",
    "join-by": untilDeadline(["join_by", "join_by_end"], trip, nowMs),
    "deadline-was": untilDeadline(["deadline_was", "deadline_was_end"], trip, nowMs),
    "needed-by-then": say("needed_by_then", { n: required }),
    "too-few": say("too_few", { n: count, required }),
    "show-all": say("show_all", { n: count }),
    "made-complete": textOf(madeComplete(trip)),
    "brings-you": oneLess(trip, BRINGS_YOU, nowMs),
    "brings-group": oneLess(trip, BRINGS_GROUP, nowMs),
    "poll-reason": pollReason(trip),
  };
}

/** @param {Trip} trip @returns {Piece} */
const place = ({ place: text }) => ({ text, kind: "place" });

/**
 * The ids of what one member less means: nothing, a lower step, or no discount.
 * @typedef {{stays: [string, string], falls: string, ends: [string, string]}} OneLess
 */

/** @type {OneLess} */
const BRINGS_YOU = {
  stays: ["brings_you_of", "brings_you"],
  falls: "brings_you_down",
  ends: ["brings_you_below_percent", "brings_you_below"],
};
/** @type {OneLess} */
const BRINGS_GROUP = {
  stays: ["brings_group_of", "brings_group"],
  falls: "brings_group_down",
  ends: ["brings_group_below_percent", "brings_group_below"],
};

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

/** Until when one can join. @param {Trip} trip @param {number} nowMs */
export const deadline = ({ joinBy, timeZone }, nowMs) => moment(joinBy, timeZone, nowMs);

/**
 * A sentence on what is unlocked: the first of two where its percents are known.
 * @param {?number} percent
 * @param {[string, string]} ids
 * @param {Object<string, number>} [told]
 */
const byDiscount = (percent, [withPercent, without], told = {}) =>
  percent ? pieces(withPercent, { ...told, percent }) : pieces(without, told);

/**
 * A sentence on how many are in: the second of two where that is more than enough.
 * @param {number} n
 * @param {number} required
 * @param {[string, string]} ids
 */
const byCount = (n, required, [of, enough]) => pieces(n > required ? enough : of, { n, required });

/** How many are in: "3 of 5 are in." @param {Trip} trip */
export const areIn = (trip) => byCount(trip.memberCount, goal(trip), ["are_in_of", "are_in"]);

/** What is unlocked: "Everyone gets 12 % off." @param {Trip} trip */
export const everyoneGets = (trip) => byDiscount(percentNow(trip), ["everyone_gets_percent", "everyone_gets_discount"]);

/** To who came: what that unlocked, the discount or a further step of it. @param {Trip} trip */
function madeComplete(trip) {
  const [first, percent] = [trip.discountPercent ?? 0, percentNow(trip)];
  if (percent > first) return pieces("made_step", { percent });
  return byDiscount(first, ["made_complete_percent", "made_complete_discount"]);
}

/**
 * How many more unlock the next step of an open trip; empty where there is none.
 * @param {Trip} trip
 * @param {[string, string]} ids
 */
function moreUnlock(trip, ids) {
  if (!trip.isDiscountUnlocked)
    return trip.status === "recruiting" ? byDiscount(trip.discountPercent, ids, { n: missing(trip) }) : [];
  const step = coming(trip);
  return step ? pieces(ids[0], { n: step.members - trip.memberCount, percent: step.percent }) : [];
}

/**
 * How many are in, and what is missing: "3 of 5 are in. 2 more unlock 12 % off."
 * @param {Trip} trip
 * @returns {Piece[]}
 */
export const sentence = (trip) => counted(trip, ["more_unlock_percent", "more_unlock_discount"]);

/** How many are in, for who is not: "3 of 5 are in. 2 more and everyone gets 12 % off." @param {Trip} trip */
export const countSentence = (trip) => textOf(counted(trip, ["more_and_percent", "more_and_discount"]));

/** @param {Trip} trip @param {[string, string]} more */
function counted(trip, more) {
  const isSet = trip.isDiscountUnlocked && trip.status !== "cancelled";
  return sentences(areIn(trip), isSet ? everyoneGets(trip) : [], moreUnlock(trip, more));
}

/**
 * A sentence about the deadline; empty where there is none.
 * @param {[string, string]} ids
 * @param {Trip} trip
 * @param {number} nowMs
 */
export const untilDeadline = (ids, { joinBy, timeZone }, nowMs) => until(ids, joinBy, timeZone, nowMs);

/**
 * What one member less means: "This brings you to 4 of 5: the discount will be lost." Who waits gets the place.
 * @param {Trip} trip
 * @param {OneLess} ids
 * @param {number} nowMs
 */
function oneLess(trip, { stays, falls, ends }, nowMs) {
  if (hasLine(trip, nowMs)) return say("next_in_line");
  const { memberCount, requiredMembers: required, status } = trip;
  const n = memberCount - 1;
  const [old, percent] = [percentNow(trip), percentNow({ ...trip, memberCount: n })];
  if (status === "cancelled" || (memberCount !== required && old === percent))
    return textOf(byCount(n, goal(trip), stays));
  if (percent) return say(falls, { n, required: memberCount, old, percent });
  return textOf(byDiscount(old, ends, { n, required }));
}

/** Whether its first day has begun by the clocks of its zone. @param {Trip} trip @param {number} nowMs */
function hasBegun({ startDate, timeZone }, nowMs) {
  if (!startDate) return false;
  const eve = new Date(Date.parse(startDate) - DAY_MS).toISOString().slice(0, 10);
  return endOf({ startDate: eve, endDate: null, timeZone }) <= nowMs;
}

/** Whether a place that comes free goes to somebody who waits for it. @param {Trip} trip @param {number} nowMs */
export const hasLine = (trip, nowMs) => trip.waitingCount > 0 && isOpen(trip.status) && !hasBegun(trip, nowMs);

/** Why a poll can be started, or cannot. @param {Trip} trip */
function pollReason({ status, isDiscountUnlocked, requiredMembers: n }) {
  if (status === "cancelled") return say("poll_for_nothing");
  if (isDiscountUnlocked) return say("poll_for");
  return say(status === "closed" ? "poll_takes" : "poll_opens_with", { n });
}
