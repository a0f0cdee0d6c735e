import { openedSentence, votedSentence, withEnd } from "./polls.js";
import { changesOf, discountOf } from "./terms.js";
import { CAME, WENT, counted, isOpen, missing, saysLookAgain } from "./trip.js";

/**
 * What is said of the frames of a trip: a line each in the activity, a sentence aloud, and a replay in one.
 *
 * @typedef {import("./feed.js").Frame} Frame
 * @typedef {import("./trip.js").Trip} Trip
 * @typedef {import("./polls.js").Poll} Poll
 * @typedef {{text: string, kind?: "name"|"poll", id?: string}} Piece  plain text, what somebody typed, or a question,
 *   with the poll's id where it is still there
 */

const plain = (text) => ({ text });
const name = (text) => ({ text, kind: "name" });

const renamed = (old, now) => [name(old), plain(" is now "), name(now)];

const OF_MEMBERS = {
  __proto__: null,
  MEMBER_JOINED: " joined",
  MEMBER_RESTORED: " is back",
  MEMBER_LEFT: " left",
  MEMBER_REMOVED: " was removed",
};

/**
 * One line of the activity; empty for what does not belong there (a frame that only says "look again", a ballot).
 * @param {Frame} frame
 * @param {Trip} trip  after the frame
 * @returns {Piece[]}
 */
export function lineOf({ type, data }, { polls = [] }) {
  if (data.poll)
    return lineOfPoll(
      type,
      data.poll,
      polls.find(({ id }) => id === data.poll.id),
    );
  if (type === "POLL_DELETED") return [plain("A poll was deleted"), ...aboutPoll(data)];
  if (saysLookAgain({ type, data })) return [];
  if (type === "TRIP_UPDATED") return lineOfUpdate({ ...data.trip, ...data.before }, data.trip);
  if (type === "TRIP_CLOSED") return [plain(closingOf(data.trip))];
  if (type === "INVITATION_REPLACED") return [plain("The invitation link was replaced")];
  if (type === "MEMBER_RENAMED") return renamed(data.before.name, data.member.name);
  return OF_MEMBERS[type] ? [name(data.member.name), plain(OF_MEMBERS[type])] : [];
}

/** @param {Piece[]} line */
export const textOf = (line) => line.map(({ text }) => text).join("");

function lineOfPoll(type, news, poll) {
  const about = aboutPoll(news, poll);
  if (type === "POLL_OPENED") return [plain("A poll was opened"), ...about];
  if (type === "POLL_CLOSED") return [plain(news.closedAt ? "A poll was closed" : "A poll has ended"), ...about];
  if (type === "POLL_REOPENED") return [plain("A poll was opened again"), ...about];
  if (news.question) return [plain("A poll was changed"), ...about]; // a ballot alone does not tell it
  if (!news.pickedOptionId) return [];
  const picked = poll?.options.find(({ id }) => id === news.pickedOptionId);
  return [plain("The organiser picked "), picked ? name(picked.text) : plain("an option"), ...about];
}

/** The question as it stands; of a poll that is gone, as the frame tells it, if it does. */
function aboutPoll({ question }, poll) {
  if (poll) return [plain(": "), { text: poll.question, kind: "poll", id: poll.id }];
  return question === undefined ? [] : [plain(": "), { text: question, kind: "poll" }];
}

function closingOf(trip) {
  if (trip.cancelledAt) return "The trip is cancelled";
  if (trip.closedAt) return "Joining is closed";
  const { memberCount, requiredMembers, isDiscountUnlocked } = trip;
  const who = isDiscountUnlocked ? `everyone gets ${discountOf(trip)}` : "nobody gets the discount";
  const what = trip.joinBy ? "The deadline has passed" : "The trip is over";
  return `${what} with ${counted(memberCount, requiredMembers)}: ${who}`;
}

function lineOfUpdate(was, trip) {
  const told = [statusLine(was, trip), ...termsLines(was, trip), lockLine(was, trip)].filter(({ length }) => length);
  if (!told.length) return [plain("The trip was changed")];
  return told.flatMap((line, index) => (index ? [plain(". "), ...line] : line));
}

function statusLine(was, trip) {
  if (isOpen(was.status) === isOpen(trip.status)) return [];
  return [plain(isOpen(trip.status) ? "The trip is open again" : "Joining is closed")];
}

function lockLine(was, trip) {
  if (was.isDiscountUnlocked === trip.isDiscountUnlocked) return [];
  return [plain(trip.isDiscountUnlocked ? "The discount is unlocked" : "The discount is locked again")];
}

/** "Dates: 12–15 Dec is now 20–22 Dec" */
function termsLines(was, trip) {
  const title = was.name === trip.name ? [] : [[plain("Name: "), ...renamed(was.name, trip.name)]];
  return [...title, ...changesOf(was, trip).map(({ label, old, now }) => [plain(`${label}: ${old} is now ${now}`)])];
}

/**
 * One frame for the status region; "" where there is nothing to say.
 * @param {Frame} frame
 * @param {Trip} after
 * @param {Trip} [before] without it a ballot is not announced
 */
export function announcement(frame, after, before = after) {
  const { type, data } = frame;
  const line = textOf(lineOf(frame, after));
  if (CAME.includes(type) || WENT.includes(type)) return `${line}. ${progress(type, data, after.status)}`;
  if (type === "POLL_OPENED") return openedSentence(data.poll);
  if (type === "POLL_CHANGED" && !line) return pollSentence(data.poll, after, before);
  return line && withEnd(line);
}

/** One frame is one person, so the count alone tells on which edge it stands. */
function progress(type, { memberCount, requiredMembers }, status) {
  const count = memberCount > requiredMembers ? `${memberCount} are in.` : `${memberCount} of ${requiredMembers}.`;
  if (!isOpen(status)) return count;
  const more = missing({ memberCount, requiredMembers });
  if (CAME.includes(type) && memberCount === requiredMembers) return `${count} The discount is unlocked!`;
  if (WENT.includes(type) && more === 1) return `${count} The discount is locked again. 1 to go.`;
  return more ? `${count} ${more} to go.` : count;
}

function pollSentence(news, after, before) {
  if (news.options) return "An option was added.";
  const [poll, earlier] = [after, before].map(({ polls = [] }) => polls.find(({ id }) => id === news.id));
  return poll?.votedCount === earlier?.votedCount ? "" : `${votedSentence(poll, after)}.`;
}

/**
 * What somebody who was away missed, as one sentence; who came and went again is not counted.
 * @param {Frame[]} frames
 * @param {Trip} before  the first of them
 * @param {Trip} after  the last of them
 */
export function replaySummary(frames, before, after) {
  const news = [...peopleNews(frames), ...tripNews(frames, before, after), ...pollNews(frames)];
  const sentence = list.format(news.filter(Boolean));
  if (sentence) return `${sentence[0].toUpperCase()}${sentence.slice(1)} while you were away.`;
  return frames.some(({ type }) => type === "RESET") ? "You are up to date again." : "";
}

const list = new Intl.ListFormat("en-GB");

function peopleNews(frames) {
  const came = new Set();
  const went = new Set();
  for (const { type, data } of frames) {
    if (CAME.includes(type)) went.delete(data.member.id) || came.add(data.member.id);
    if (WENT.includes(type)) came.delete(data.memberId) || went.add(data.memberId);
  }
  return [came.size && `${people(came.size)} joined`, went.size && `${people(went.size)} left`];
}

const people = (count) => (count === 1 ? "1 person" : `${count} people`);

/** By the states, as a RESET has no frames: what was changed and changed back is no news. */
function tripNews(frames, before, after) {
  if (!frames.length) return [];
  const isLockMoved = before.isDiscountUnlocked !== after.isDiscountUnlocked;
  const changed = changesOf(before, after).map(({ label }) => `the ${label.toLowerCase()}`);
  if (before.name !== after.name) changed.unshift("the name");
  return [
    isLockMoved && (after.isDiscountUnlocked ? "the discount was unlocked" : "the discount was locked again"),
    changed.length && `${list.format(changed)} changed`,
    closingNews(frames, before, after),
  ];
}

/** A deadline may have passed before the page's eyes, while only the frame was missed. */
function closingNews(frames, before, after) {
  const isTold = frames.some(({ type }) => type === "TRIP_CLOSED") || isOpen(before.status);
  if (isOpen(after.status)) return !isOpen(before.status) && "the trip was opened again";
  if (after.cancelledAt) return !before.cancelledAt && "the trip was cancelled";
  if (!isTold) return "";
  if (after.closedAt) return "joining was closed";
  return after.joinBy ? "the deadline passed" : "the trip is over";
}

/** Of each poll only what it came to: one that was opened and closed again is only a closed one. */
function pollNews(frames) {
  const opened = new Set();
  const ends = new Map();
  for (const { type, data } of frames) {
    const id = data.poll?.id ?? data.pollId;
    if (type === "POLL_OPENED") opened.add(id);
    if (POLL_WORDS[type]) ends.set(id, opened.has(id) ? endOfNew(type) : type);
  }
  const types = new Set(ends.values());
  return Object.keys(POLL_WORDS).map((type) => types.has(type) && `a poll was ${POLL_WORDS[type]}`);
}

/** A poll that nobody here has seen: opened again it is a new one, and deleted it is no news. */
function endOfNew(type) {
  if (type === "POLL_DELETED") return undefined;
  return type === "POLL_REOPENED" ? "POLL_OPENED" : type;
}

const POLL_WORDS = {
  __proto__: null,
  POLL_OPENED: "opened",
  POLL_CLOSED: "closed",
  POLL_REOPENED: "opened again",
  POLL_DELETED: "deleted",
};
