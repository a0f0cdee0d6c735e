import { endOf, isAlmostUnlocked, isOpen, missing, takes, whyClosed } from "../trip.js";
import { days, label, moment, until, yearAt } from "./dates.js";
import { name, pieces, say, sentences, table, textOf } from "./catalogue.js";

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
  const { memberCount: count, requiredMembers: required, members } = trip;
  const organiser = members?.find(({ isAdmin }) => isAdmin)?.name;
  /** @param {string} message */
  const by = (message) => (organiser === undefined ? undefined : pieces(message, { organiser: name(organiser) }));
  return {
    name: trip.name,
    invites: by("invites"),
    "ask-to-reopen": by("ask_to_reopen"),
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
    "too-few": say("too_few", { count: counted(count, required) }),
    "made-complete": say("made_complete", { discount: discount(trip) }),
    "brings-you": oneLess(trip, "brings_you", "brings_you_below", "brings_you_below_percent"),
    "brings-group": oneLess(trip, "brings_group", "brings_group_below", "brings_group_below_percent"),
    "poll-reason": pollReason(trip),
  };
}

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

/** "12 % off" or "the group discount". @param {Trip} trip */
export const discount = ({ discountPercent: percent }) =>
  percent ? say("discount", { percent }) : say("group_discount");

/** "3 of 5", or "6" where that is more than enough. @param {number} count @param {number} required */
export const counted = (count, required) => (count > required ? `${count}` : say("n_of", { n: count, required }));

/**
 * How many are in, and what is missing: "3 of 5 are in. 2 more unlock 12 % off."
 * @param {Trip} trip
 * @returns {Piece[]}
 */
export function sentence(trip) {
  const counts = inOf(trip);
  if (trip.isDiscountUnlocked && trip.status !== "cancelled")
    return pieces("are_in_unlocked", { ...counts, discount: discount(trip) });
  if (trip.status !== "recruiting") return pieces("are_in", counts);
  return sentences(pieces("are_in", counts), pieces("more_unlock", { n: missing(trip), discount: discount(trip) }));
}

/** How many are in, for who is not: "3 of 5 are in. 2 more and everyone gets 12 % off." @param {Trip} trip */
export function countSentence(trip) {
  if (trip.isDiscountUnlocked || trip.status !== "recruiting") return textOf(sentence(trip));
  const more = say("more_and_everyone", { n: missing(trip), discount: discount(trip) });
  return textOf(sentences(say("are_in", inOf(trip)), more));
}

/**
 * The text that goes with the link: "Goa, 12–15 Dec: 3 of 5 are in. … Join by …:"
 * @param {Trip} trip
 * @param {number} nowMs
 */
export function invitation(trip, nowMs) {
  const news = textOf(sentences(countSentence(trip), shareTail(trip, nowMs)));
  return say("share", { trip: shareLead(trip, nowMs), news });
}

/** What it begins with: "Goa, 12–15 Dec". @param {Trip} trip @param {number} nowMs */
export function shareLead(trip, nowMs) {
  const thisYear = `${yearAt(nowMs, trip.timeZone)}`;
  const isThisYear = years(trip).every((year) => year === thisYear);
  const when = dates(trip, { withYear: !isThisYear });
  return when ? say("share_dates", { trip: trip.name, dates: when }) : trip.name;
}

/** What it ends with: until when to join, or why nobody can. @param {Trip} trip @param {number} nowMs */
export function shareTail(trip, nowMs) {
  const { status, memberCount, joinBy } = trip;
  if (status === "cancelled") return say("share_cancelled");
  if (endOf(trip) <= nowMs) return say("share_over");
  if (status === "closed") return say("share_closed");
  if (memberCount >= takes(trip)) return say("share_full");
  const by = untilDeadline(["share_by", "share_by_end"], trip, nowMs);
  return by ? textOf(by) : say("share_by_end", { date: `${joinBy}`, zone: label(trip.timeZone) });
}

/**
 * What of a trip has changed, but for its name: the field, and the words for it then and now.
 * @param {Trip} was
 * @param {Trip} trip
 * @returns {{field: string, old: string, now: string}[]}
 */
export function changes(was, trip) {
  const withYear = new Set([...years(was), ...years(trip)]).size > 1;
  /** @param {Trip} of */
  const beside = (of) => Date.parse((of === was ? trip.joinBy : was.joinBy) ?? "");
  /** @type {Object<string, (of: Trip) => string>} */
  const words = {
    dates: (of) => dates(of, { withYear }) || say("no_dates"),
    zone: ({ timeZone }) => label(timeZone),
    deadline: (of) => (of.joinBy ? (deadline(of, beside(of)) ?? of.joinBy) : say("no_deadline")),
    required: ({ requiredMembers }) => `${requiredMembers}`,
    capacity: ({ capacity }) => (capacity ? `${capacity}` : say("no_limit")),
    price: (of) => price(of) || say("no_price"),
    discount,
  };
  return Object.entries(words)
    .map(([field, of]) => ({ field, old: of(was), now: of(trip) }))
    .filter(({ old, now }) => old !== now);
}

/** @param {Trip} trip */
const inOf = ({ memberCount, requiredMembers }) => ({ n: memberCount, count: counted(memberCount, requiredMembers) });

/** @param {Trip} trip */
const years = ({ startDate, endDate }) => [startDate, endDate].flatMap((day) => (day ? [day.slice(0, 4)] : []));

/** @param {[string, string]} ids @param {Trip} trip @param {number} nowMs */
const untilDeadline = (ids, { joinBy, timeZone }, nowMs) => until(ids, joinBy, timeZone, nowMs);

/**
 * What one member less means: "This brings you to 4 of 5: the discount will be lost."
 * @param {Trip} trip
 * @param {string} stays
 * @param {string} below
 * @param {string} belowPercent
 */
function oneLess({ memberCount, requiredMembers, status, discountPercent: percent }, stays, below, belowPercent) {
  const count = counted(memberCount - 1, requiredMembers);
  if (memberCount !== requiredMembers || status === "cancelled") return say(stays, { count });
  return percent ? say(belowPercent, { count, percent }) : say(below, { count });
}

/** Why a poll can be started, or cannot. @param {Trip} trip */
function pollReason({ status, isDiscountUnlocked, requiredMembers: n }) {
  if (status === "cancelled") return say("poll_for_nothing");
  if (isDiscountUnlocked) return say("poll_for");
  return say(status === "closed" ? "poll_takes" : "poll_opens_with", { n });
}
