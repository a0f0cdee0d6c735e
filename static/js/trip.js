import { openedSentence, votedSentence } from "./polls.js";
import { discountOf } from "./terms.js";

/**
 * What a trip is after each frame, and what is said about it. Every number in a frame is absolute, so a frame
 * that comes twice or late changes nothing.
 *
 * @typedef {import("./feed.js").Frame} Frame
 * @typedef {import("./polls.js").Poll} Poll
 * @typedef {{id: string, name: string, avatar: string, isAdmin: boolean, joinedAt: string}} Member
 * @typedef {{id: string, epoch: string, seq: number, name: string, requiredMembers: number, memberCount: number,
 *   isDiscountUnlocked: boolean, status: string, joinBy: ?string, discountPercent: ?number, closedAt: ?string,
 *   cancelledAt: ?string, members?: Member[], polls?: Poll[]}} Trip  FACTS and position; a snapshot has the members
 *   and the polls too
 */

const CAME = ["MEMBER_JOINED", "MEMBER_RESTORED"];
const WENT = ["MEMBER_LEFT", "MEMBER_REMOVED"];
const TERMS = ["TRIP_UPDATED", "TRIP_CLOSED"];
const POLL_NEWS = ["POLL_OPENED", "POLL_CHANGED", "POLL_CLOSED"];
const KNOWN = [...CAME, ...WENT, ...TERMS, ...POLL_NEWS, "MEMBER_RENAMED", "INVITATION_REPLACED", "RESET"];

/** Whether applyFrame understands frames of this type; a newer server may send others. @param {string} type */
export const isKnown = (type) => KNOWN.includes(type);

/** What only concerns who votes. @param {Frame} frame */
export const isAboutPolls = ({ type }) => POLL_NEWS.includes(type);

/**
 * @param {Trip} state
 * @param {Frame} frame
 * @returns {Trip}
 */
export function applyFrame(state, frame) {
  if (frame.type === "RESET") {
    const { trip } = frame.data;
    return { ...trip, epoch: frame.epoch, seq: frame.seq, members: [...trip.members].sort(byArrival) };
  }
  if (frame.type === "HEARTBEAT" || frame.epoch !== state.epoch || frame.seq <= state.seq) return state;
  const next = { ...state, ...changes(state, frame), seq: frame.seq };
  return { ...next, status: statusOf(next, Date.parse(frame.at)) };
}

function changes(state, { type, data }) {
  if (TERMS.includes(type)) return data.trip;
  if (type === "MEMBER_RENAMED") return state.members && { members: membersWith(state.members, data.member) };
  if (POLL_NEWS.includes(type)) return state.polls && { polls: pollsAfter(state.polls, data.poll) };
  if (!CAME.includes(type) && !WENT.includes(type)) return {};
  const { memberCount, requiredMembers, isDiscountUnlocked } = data;
  return { memberCount, requiredMembers, isDiscountUnlocked, members: membersAfter(state.members, type, data) };
}

function membersAfter(members, type, { memberId, member }) {
  if (!members) return members; // a widget that only counts
  if (WENT.includes(type)) return members.filter(({ id }) => id !== memberId);
  return [...members.filter(({ id }) => id !== member.id), member].sort(byArrival);
}

/** Their own row with the new name; somebody who is not in stays out. */
function membersWith(members, member) {
  return members.map((row) => (row.id === member.id ? member : row));
}

/** What a frame leaves out of a poll stays as it was. */
function pollsAfter(polls, news) {
  if (!polls.some(({ id }) => id === news.id)) return [...polls, news];
  return polls.map((poll) => (poll.id === news.id ? { ...poll, ...news } : poll));
}

/** Without the Z, "…05" sorts before "…05.1" as it should. */
function byArrival(a, b) {
  return compare(a.joinedAt.replace("Z", ""), b.joinedAt.replace("Z", "")) || compare(a.id, b.id);
}

const compare = (a, b) => (a > b) - (a < b);

/**
 * Decided when it is read: the deadline needs no frame to pass.
 * @param {Trip} state
 * @param {number} nowMs
 * @returns {"cancelled"|"closed"|"unlocked"|"recruiting"}
 */
export function statusOf({ cancelledAt, closedAt, joinBy, isDiscountUnlocked }, nowMs) {
  if (cancelledAt) return "cancelled";
  if (closedAt || (joinBy && Date.parse(joinBy) <= nowMs)) return "closed";
  return isDiscountUnlocked ? "unlocked" : "recruiting";
}

/** How many more unlock the discount. @param {Trip} state */
export function missing({ requiredMembers, memberCount }) {
  return Math.max(0, requiredMembers - memberCount);
}

/** @param {Trip} state */
export function countSentence(state) {
  const { memberCount, requiredMembers, status } = state;
  const more = missing(state);
  const count = `${counted(memberCount, requiredMembers)} ${memberCount === 1 ? "is" : "are"} in`;
  if (status === "cancelled" || (status === "closed" && more)) return `${count}.`;
  if (!more) return `${count}, and everyone gets ${discountOf(state)}.`;
  return `${count}. ${more} more and everyone gets ${discountOf(state)}.`;
}

const counted = (count, required) => (count > required ? `${count}` : `${count} of ${required}`);

/**
 * One frame for the status region; "" where there is nothing to say.
 * @param {Frame} frame
 * @param {Trip} after
 * @param {Trip} [before] without it an update cannot be told from a bell, and is not announced
 */
export function announcement(frame, after, before = after) {
  const { type, data } = frame;
  if (CAME.includes(type) || WENT.includes(type)) return `${activityLine(frame)}. ${progress(type, data, after.status)}`;
  if (type === "TRIP_UPDATED") return updateSentence(after, before);
  if (type === "POLL_OPENED") return openedSentence(data.poll);
  if (type === "POLL_CHANGED") return pollSentence(data.poll, after, before);
  const line = activityLine(frame);
  return line && `${line}.`;
}

/** One frame is one person, so the count alone tells on which edge it stands. */
function progress(type, { memberCount, requiredMembers }, status) {
  const count = memberCount > requiredMembers ? `${memberCount} are in.` : `${memberCount} of ${requiredMembers}.`;
  if (isOver(status)) return count;
  const more = missing({ memberCount, requiredMembers });
  if (CAME.includes(type) && memberCount === requiredMembers) return `${count} The discount is unlocked!`;
  if (WENT.includes(type) && more === 1) return `${count} The discount is locked again. 1 to go.`;
  return more ? `${count} ${more} to go.` : count;
}

function pollSentence(news, after, before) {
  if (news.pickedOptionId) return "The organiser has picked.";
  if (news.options) return "An option was added.";
  const [poll, earlier] = [after, before].map(({ polls = [] }) => polls.find(({ id }) => id === news.id));
  return poll?.votedCount === earlier?.votedCount ? "" : `${votedSentence(poll, after)}.`;
}

const STATUS_SENTENCES = {
  cancelled: "The trip is cancelled.",
  closed: "The trip is closed.",
  unlocked: "The discount is unlocked!",
};

function updateSentence(after, before) {
  if (after.status === before.status) return isChanged(after, before) ? "The trip has changed." : "";
  if (isOver(before.status) && !isOver(after.status)) return "The trip is open again.";
  return STATUS_SENTENCES[after.status] ?? "The discount is locked again.";
}

const isOver = (status) => status === "closed" || status === "cancelled";

function isChanged(after, before) {
  return Object.keys(after).some((key) => key !== "seq" && key !== "members" && after[key] !== before[key]);
}

/**
 * What somebody who was away missed, as one sentence; who came and went again is not counted.
 * @param {Frame[]} frames
 */
export function replaySummary(frames) {
  const came = new Set();
  const went = new Set();
  for (const { type, data } of frames) {
    if (CAME.includes(type)) went.delete(data.member.id) || came.add(data.member.id);
    if (WENT.includes(type)) came.delete(data.memberId) || went.add(data.memberId);
  }
  const news = [came.size && `${people(came.size)} joined`, went.size && `${people(went.size)} left`, ...pollNews(frames)];
  const sentence = list.format(news.filter(Boolean));
  if (sentence) return `${sentence[0].toUpperCase()}${sentence.slice(1)} while you were away.`;
  return frames.some(({ type }) => type === "RESET") ? "You are up to date again." : "";
}

const list = new Intl.ListFormat("en-GB");

/** A poll that was opened and closed again is only a closed one. */
function pollNews(frames) {
  const idsIn = (type) => frames.filter((frame) => frame.type === type).map(({ data }) => data.poll.id);
  const closed = idsIn("POLL_CLOSED");
  const isOpened = idsIn("POLL_OPENED").some((id) => !closed.includes(id));
  return [isOpened && "a poll was opened", closed.length && "a poll was closed"];
}

const people = (count) => (count === 1 ? "1 person" : `${count} people`);

const LINES = {
  __proto__: null,
  MEMBER_JOINED: "joined",
  MEMBER_RESTORED: "is back",
  MEMBER_LEFT: "left",
  MEMBER_REMOVED: "was removed",
  INVITATION_REPLACED: "The invitation link was replaced",
  POLL_OPENED: "A poll is open",
  POLL_CLOSED: "The poll is closed",
};

/**
 * One line of the activity; "" for what does not belong there (a bell, a single ballot). A member's line begins with
 * the member's name, and that of a new name ends with it, so that the page can put just that much into a <bdi>.
 * @param {Frame} frame
 */
export function activityLine({ type, data }) {
  if (type === "TRIP_CLOSED") return data.trip.cancelledAt ? "The trip is cancelled" : "The trip is closed";
  if (type === "POLL_CHANGED") return data.poll.pickedOptionId ? "The organiser picked an option" : "";
  if (type === "MEMBER_RENAMED") return `${data.before.name} is now ${data.member.name}`;
  const line = LINES[type] ?? "";
  return data.member && line ? `${data.member.name} ${line}` : line;
}
