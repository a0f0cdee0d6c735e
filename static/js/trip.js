import { DAY_MS, endOfDay } from "./clocks.js";
import { nextStepOf, reachedOf, reckoned } from "./steps.js";

/**
 * What a trip is after each frame. Every number in a frame is absolute, so a frame
 * that comes twice or late changes nothing.
 */

export const CAME = ["MEMBER_JOINED", "MEMBER_RESTORED"];
export const WENT = ["MEMBER_LEFT", "MEMBER_REMOVED"];
const TERMS = ["TRIP_UPDATED", "TRIP_CLOSED"];
const MESSAGES = ["MESSAGE_POSTED", "MESSAGE_DELETED"];
const POLL_NEWS = ["POLL_OPENED", "POLL_CHANGED", "POLL_CLOSED", "POLL_REOPENED"];
const KNOWN = [
  ...CAME,
  ...WENT,
  ...TERMS,
  ...POLL_NEWS,
  ...MESSAGES,
  "POLL_DELETED",
  "WAITLIST_CHANGED",
  "MEMBER_RENAMED",
  "MEMBER_ROLE_CHANGED",
  "INVITATION_REPLACED",
  "RESET",
];

/** Which frames those are, for the server, which sends a RESET instead of a later one (trips/wire/events.py). */
export const FRAMES = 3;

/** Whether applyFrame understands frames of this type; a newer server may send others. @param {string} type */
export const isKnown = (type) => KNOWN.includes(type);

/**
 * Whether something changed that not all may see: who may, asks for it (trips/wire/events.py).
 * @param {Pick<Frame, "type"|"data">} frame
 */
export const saysLookAgain = ({ type, data }) => type === "TRIP_UPDATED" && !data.trip;

/** Whether somebody came into the line, left it or got a place. @param {Pick<Frame, "type"|"data">} frame */
export const movesTheLine = ({ type, data }) => type === "WAITLIST_CHANGED" || Boolean(data.promoted);

/** What only concerns who is in: ballots, and messages of organisers. @param {Frame} frame */
export const isForMembers = ({ type }) => [...POLL_NEWS, ...MESSAGES, "POLL_DELETED"].includes(type);

/**
 * @param {Trip} state
 * @param {Frame} frame
 * @returns {Trip}
 */
export function applyFrame(state, frame) {
  if (frame.type === "RESET") {
    const trip = /** @type {Snapshot} */ (frame.data.trip);
    return { ...trip, epoch: frame.epoch, seq: frame.seq, members: [...trip.members].sort(byArrival) };
  }
  if (frame.type === "HEARTBEAT" || frame.epoch !== state.epoch || frame.seq <= state.seq) return state;
  const next = { ...state, ...changedBy(state, frame), seq: frame.seq };
  return { ...next, ...reckoned(next), status: statusOf(next, Date.parse(frame.at)) };
}

/** @param {Trip} state @param {Frame} frame @returns {Partial<Trip>|undefined} */
function changedBy(state, { type, data }) {
  if (TERMS.includes(type)) return data.trip;
  if (type === "MEMBER_RENAMED" || type === "MEMBER_ROLE_CHANGED") {
    const { members, founderId } = state;
    return members && { members: membersWith(members, data.member), founderId: data.founderId ?? founderId };
  }
  if (POLL_NEWS.includes(type)) return state.polls && { polls: pollsAfter(state.polls, data.poll) };
  if (type === "POLL_DELETED") return state.polls && { polls: state.polls.filter(({ id }) => id !== data.pollId) };
  if (MESSAGES.includes(type)) return state.messages && { messages: messagesAfter(state.messages, data) };
  if (type === "WAITLIST_CHANGED") return { waitingCount: data.waitingCount };
  if (!CAME.includes(type) && !WENT.includes(type)) return {};
  const { memberCount, requiredMembers, isDiscountUnlocked, waitingCount = state.waitingCount } = data;
  const members = membersAfter(state.members, type, data);
  return { memberCount, waitingCount, requiredMembers, isDiscountUnlocked, members };
}

/** @param {Member[]|undefined} members @param {string} type @param {News} news */
function membersAfter(members, type, { memberId, member }) {
  if (!members) return members; // a widget that only counts
  if (WENT.includes(type)) return members.filter(({ id }) => id !== memberId);
  return [...members.filter(({ id }) => id !== member.id), member].sort(byArrival);
}

/**
 * Their own row with the new name or role; somebody who is not in stays out. What an older server leaves out stays.
 * @param {Member[]} members
 * @param {Member} member
 */
function membersWith(members, member) {
  return members.map((row) => (row.id === member.id ? { ...row, ...member } : row));
}

/** What a frame leaves out of a poll stays as it was. @param {Poll[]} polls @param {Poll} news */
function pollsAfter(polls, news) {
  if (!polls.some(({ id }) => id === news.id)) return [...polls, news];
  return polls.map((poll) => (poll.id === news.id ? { ...poll, ...news } : poll));
}

/** The newest three; one that was taken back says which are left. @param {Message[]} messages @param {News} news */
const messagesAfter = (messages, { message, messages: left }) => left ?? [...messages, message].slice(-MOST_MESSAGES);

/** @param {Member} a @param {Member} b */
function byArrival(a, b) {
  return compare(sortable(a.joinedAt), sortable(b.joinedAt)) || compare(a.id, b.id);
}

/** Without the Z, "…05" sorts before "…05.1" as it should. @param {string} moment */
const sortable = (moment) => moment.replace("Z", "");

/** Whether one moment is not after another. @param {string} joinedAt @param {string} until */
export const arrivedBy = (joinedAt, until) => sortable(joinedAt) <= sortable(until);

/** @param {string} a @param {string} b */
const compare = (a, b) => Number(a > b) - Number(a < b);

/**
 * Decided when it is read: the deadline needs no frame to pass.
 * @param {Trip} trip
 * @param {number} nowMs
 * @returns {Status}
 */
export function statusOf(trip, nowMs) {
  const { cancelledAt, closedAt, joinBy, isDiscountUnlocked } = trip;
  if (cancelledAt) return "cancelled";
  if (closedAt || (joinBy && Date.parse(joinBy) <= nowMs) || endOf(trip) <= nowMs) return "closed";
  return isDiscountUnlocked ? "unlocked" : "recruiting";
}

/** Whether a trip of this status still takes members, if there is room. @param {Status} status */
export const isOpen = (status) => status === "recruiting" || status === "unlocked";

const MOST_MEMBERS = 5_000;
const MOST_MESSAGES = 3; // as trips/snapshots.py keeps

/** The most people that a trip takes. @param {Trip} state */
export const takes = ({ capacity }) => capacity ?? MOST_MEMBERS;

/** Whether few are missing, measured by how many it takes. @param {Trip} state */
export function isAlmostUnlocked(state) {
  const few = Math.max(2, Math.floor(state.requiredMembers / 10));
  return missing(state) <= few && state.memberCount * 2 >= state.requiredMembers;
}

/**
 * What closed it; "" where it is open or cancelled.
 * @param {Trip} state
 * @param {number} nowMs
 * @returns {""|"end"|"organiser"|"deadline"}
 */
export function whyClosed(state, nowMs) {
  if (state.status !== "closed") return "";
  if (endOf(state) <= nowMs) return "end";
  return state.closedAt ? "organiser" : "deadline";
}

/**
 * When its last day ends by the clocks of its zone, in ms; in a zone that this browser does not know, when that day has
 * ended everywhere. Infinity without dates.
 * @param {Pick<Trip, "startDate"|"endDate"|"timeZone">} trip
 */
export function endOf({ startDate, endDate, timeZone }) {
  const last = endDate ?? startDate;
  if (!last) return Infinity;
  try {
    return endOfDay(last, timeZone);
  } catch {
    return Date.parse(last) + DAY_MS * 1.5;
  }
}

/** By how many members their count is measured: those of the next step. @param {Trip} trip */
export const goal = (trip) =>
  ((isOpen(trip.status) && nextStepOf(trip)) || reachedOf(trip))?.members ?? trip.requiredMembers;

/** How many more unlock the discount. @param {Pick<Trip, "requiredMembers"|"memberCount">} state */
export function missing({ requiredMembers, memberCount }) {
  return Math.max(0, requiredMembers - memberCount);
}
