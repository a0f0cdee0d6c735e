import { nextStepOf, percentNow } from "../steps.js";
import { CAME, goal, isOpen, missing, saysLookAgain, WENT } from "../trip.js";
import { name, pieces, say, sentences, textOf } from "./catalogue.js";
import { optionText } from "./poll.js";
import { changes } from "./terms.js";
import { areIn, everyoneGets } from "./trip.js";

/**
 * What is said of the frames of a trip: a line each in the activity, as trips/words/news.py says it; a sentence aloud,
 * and a replay in a few.
 *
 * @typedef {import("./catalogue.js").Piece} Piece
 */

/** The sentences of frames whose type says it all. */
const OF_TYPE = new Map([
  ["MEMBER_JOINED", "member_joined"],
  ["MEMBER_LEFT", "member_left"],
  ["MEMBER_REMOVED", "member_removed"],
  ["MEMBER_RESTORED", "member_restored"],
  ["INVITATION_REPLACED", "invitation_replaced"],
  ["MESSAGE_DELETED", "message_deleted"],
]);

/**
 * One line of the activity; empty for what does not belong there (a frame that only says "look again", a ballot).
 * @param {Frame} frame
 * @param {Poll[]} [polls]  as they stand
 * @returns {Piece[]}
 */
export function line({ type, data }, polls = []) {
  if (data.poll)
    return ofPoll(
      type,
      data.poll,
      polls.find(({ id }) => id === data.poll.id),
    );
  if (type === "POLL_DELETED") return about("poll_deleted", "some_poll_deleted", data);
  if (saysLookAgain({ type, data })) return [];
  if (type === "TRIP_UPDATED") return ofUpdate({ ...data.trip, ...data.before }, data.trip);
  if (type === "TRIP_CLOSED") return ofClosing(data.trip);
  if (type === "MEMBER_RENAMED") return pieces("renamed", { old: name(data.before.name), new: name(data.member.name) });
  if (type === "MESSAGE_POSTED") return pieces("message_posted", { name: name(data.message.name) });
  const message = type === "MEMBER_ROLE_CHANGED" ? ofRole(data) : OF_TYPE.get(type);
  return message ? pieces(message, data.member && { name: name(data.member.name) }) : [];
}

/** @param {News} news */
function ofRole({ before, member }) {
  if ("founderId" in before) return "handed_over";
  return member.isAdmin ? "organiser_made" : "organiser_no_more";
}

/** @param {string} type @param {Poll} news @param {Poll} [poll] */
function ofPoll(type, news, poll) {
  if (type === "POLL_OPENED") return about("poll_opened", "some_poll_opened", news, poll);
  if (type === "POLL_CLOSED" && news.closedAt) return about("poll_closed", "some_poll_closed", news, poll);
  if (type === "POLL_CLOSED") return about("poll_ended", "some_poll_ended", news, poll);
  if (type === "POLL_REOPENED") return about("poll_reopened", "some_poll_reopened", news, poll);
  if (news.question) return about("poll_changed", "some_poll_changed", news, poll); // a ballot alone does not bring it
  return "pickedOptionId" in news ? ofPick(news, poll) : [];
}

/** @param {Poll} news @param {Poll} [poll] */
function ofPick(news, poll) {
  if (!news.pickedOptionId) return about("pick_undone", "some_pick_undone", news, poll);
  const picked = poll?.options.find(({ id }) => id === news.pickedOptionId);
  if (!picked) return about("some_option_picked", "some_poll_picked", news, poll);
  return pieces("poll_picked", { option: name(optionText(picked)), question: question(news, poll) });
}

/**
 * The question as it stands; of a poll that is gone, as the frame has it, if it does.
 * @param {string} named
 * @param {string} unnamed
 * @param {{question: string}} news
 * @param {Poll} [poll]
 */
function about(named, unnamed, news, poll) {
  return poll || news.question ? pieces(named, { question: question(news, poll) }) : pieces(unnamed);
}

/** @param {{question: string}} news @param {Poll} [poll] @returns {Piece} */
const question = (news, poll) =>
  poll ? { text: poll.question, kind: "poll", id: poll.id } : { text: news.question, kind: "poll" };

/** @param {Trip} trip */
function ofClosing(trip) {
  if (trip.cancelledAt) return pieces("trip_cancelled");
  if (trip.closedAt) return pieces("trip_closed");
  const outcome = trip.isDiscountUnlocked ? everyoneGets(trip) : pieces("nobody_gets_discount");
  return sentences(say(trip.joinBy ? "deadline_passed" : "trip_over"), textOf(areIn(trip)), textOf(outcome));
}

/** @param {Trip} was @param {Trip} trip */
function ofUpdate(was, trip) {
  const told = [...ofStatus(was, trip), ...ofTerms(was, trip), ...ofLock(was, trip)];
  return sentences(...(told.length ? told : [pieces("trip_changed")]));
}

/** @param {Trip} was @param {Trip} trip */
function ofStatus(was, trip) {
  return isOpen(was.status) === isOpen(trip.status)
    ? []
    : [pieces(isOpen(trip.status) ? "trip_reopened" : "trip_closed")];
}

/** @param {Trip} was @param {Trip} trip */
function ofLock(was, trip) {
  if (was.isDiscountUnlocked === trip.isDiscountUnlocked) return [];
  return [pieces(trip.isDiscountUnlocked ? "unlocked" : "locked_again")];
}

/** "Dates: 12–15 Dec is now 20–22 Dec" @param {Trip} was @param {Trip} trip */
function ofTerms(was, trip) {
  const title = was.name === trip.name ? [] : [pieces("name_became", { old: name(was.name), new: name(trip.name) })];
  return [...title, ...changes(was, trip).map(({ message, old, now }) => pieces(message, { old, new: now }))];
}

/**
 * One frame for the status region; "" where there is nothing to say.
 * @param {Frame} frame
 * @param {Trip} after
 * @param {Trip} [before] without it a ballot is not announced
 */
export function announcement(frame, after, before = after) {
  const { type, data } = frame;
  const told = line(frame, after.polls);
  if (CAME.includes(type) || WENT.includes(type)) return aloud(told, ...progress(type, { ...after, ...data }));
  if (type === "MESSAGE_POSTED") return say("now_message", { ...data.message });
  if (type === "POLL_OPENED") return say("poll_is_open", { question: data.poll.question });
  if (type === "POLL_CHANGED" && !told.length) return ballots(data.poll, after, before);
  return textOf(told);
}

/** Frames before the one that is announced: "Asha joined." @param {Frame} frame @param {Trip} after */
export const brief = (frame, after) => textOf(line(frame, after.polls));

/** @param {...(Piece[]|string)} said */
const aloud = (...said) => textOf(sentences(...said));

/**
 * One frame is one person, so the count alone shows which edge it is on.
 * @param {string} type
 * @param {Trip} trip
 */
function progress(type, trip) {
  const { memberCount: count, requiredMembers } = trip;
  const required = goal(trip);
  const now = count > required ? say("now_in", { n: count }) : say("now_of", { count, required });
  if (!isOpen(trip.status)) return [now];
  const n = missing(trip);
  if (CAME.includes(type) && count === requiredMembers) return [now, say("now_unlocked"), ...toNextStep(trip)];
  const edge = WENT.includes(type) && n === 1 ? [say("now_locked")] : [];
  return n ? [now, ...edge, say("now_missing", { n })] : [now, ...step(type, trip), ...toNextStep(trip)];
}

/** A step beyond the first, reached or lost. @param {string} type @param {Trip} trip */
function step(type, trip) {
  const before = trip.memberCount + (CAME.includes(type) ? -1 : 1);
  const percent = percentNow(trip);
  return percent === percentNow({ ...trip, memberCount: before }) ? [] : [say("now_percent", { percent })];
}

/** @param {Trip} trip */
function toNextStep(trip) {
  const coming = nextStepOf(trip);
  if (!coming) return [];
  return [say("more_unlock_percent", { n: coming.members - trip.memberCount, percent: coming.percent })];
}

/** @param {Poll} news @param {Trip} after @param {Trip} before */
function ballots(news, after, before) {
  if (news.options) return say("option_added");
  const [poll, earlier] = [after, before].map(({ polls = [] }) => polls.find(({ id }) => id === news.id));
  if (!poll || poll.votedCount === earlier?.votedCount) return "";
  return say("now_voted", { n: poll.votedCount, members: after.memberCount });
}

/**
 * What somebody who was away missed; who came and went again is not counted.
 * @param {Frame[]} frames
 * @param {Trip} before  the first of them
 * @param {Trip} after  the last of them
 */
export function replaySummary(frames, before, after) {
  const news = aloud(
    ...ofPeople(frames),
    ...ofTrip(frames, before, after),
    ...ofPolls(frames),
    ofMessages(frames, after.messages),
  );
  if (news) return say("away", { news });
  return frames.some(({ type }) => type === "RESET") ? say("up_to_date") : "";
}

/** @param {Frame[]} frames */
function ofPeople(frames) {
  const came = new Set();
  const went = new Set();
  for (const { type, data } of frames) {
    if (CAME.includes(type)) went.delete(data.member.id) || came.add(data.member.id);
    if (WENT.includes(type)) came.delete(data.memberId) || went.add(data.memberId);
  }
  return [came.size ? say("away_joined", { n: came.size }) : "", went.size ? say("away_left", { n: went.size }) : ""];
}

/**
 * By the states, as a RESET has no frames: what was changed and changed back is no news.
 * @param {Frame[]} frames
 * @param {Trip} before
 * @param {Trip} after
 */
function ofTrip(frames, before, after) {
  if (!frames.length) return [];
  const isLockMoved = before.isDiscountUnlocked !== after.isDiscountUnlocked;
  return [
    isLockMoved ? say(after.isDiscountUnlocked ? "away_unlocked" : "away_locked") : "",
    before.name === after.name ? "" : say("away_name"),
    ...changes(before, after).map(({ away }) => say(away)),
    ofEnd(frames, before, after),
  ];
}

/**
 * A deadline may have passed before the page's eyes, while only the frame was missed.
 * @param {Frame[]} frames
 * @param {Trip} before
 * @param {Trip} after
 */
function ofEnd(frames, before, after) {
  const isTold = frames.some(({ type }) => type === "TRIP_CLOSED") || isOpen(before.status);
  if (isOpen(after.status)) return isOpen(before.status) ? "" : say("away_reopened");
  if (after.cancelledAt) return before.cancelledAt ? "" : say("away_cancelled");
  if (!isTold) return "";
  if (after.closedAt) return say("away_closed");
  return say(after.joinBy ? "away_deadline_passed" : "away_over");
}

/**
 * Of each poll only what it came to: one that was opened and closed again is only a closed one.
 * @param {Frame[]} frames
 */
function ofPolls(frames) {
  const opened = new Set();
  const ends = new Map();
  for (const { type, data } of frames) {
    const id = data.poll?.id ?? data.pollId;
    if (type === "POLL_OPENED") opened.add(id);
    if (OF_POLLS.has(type)) ends.set(id, opened.has(id) ? endOfNew(type) : type);
  }
  const types = new Set(ends.values());
  return [...OF_POLLS].map(([type, message]) => (types.has(type) ? say(message) : ""));
}

/** Whether one was posted that was not taken back. @param {Frame[]} frames @param {Message[]} [left] */
function ofMessages(frames, left = []) {
  const isThere = left.some(({ number }) => frames.some(({ data }) => data.message?.number === number));
  return isThere ? say("away_message") : "";
}

/** A poll that nobody here has seen: opened again it is a new one, and deleted it is no news. @param {string} type */
function endOfNew(type) {
  if (type === "POLL_DELETED") return undefined;
  return type === "POLL_REOPENED" ? "POLL_OPENED" : type;
}

const OF_POLLS = new Map([
  ["POLL_OPENED", "away_poll_opened"],
  ["POLL_CLOSED", "away_poll_closed"],
  ["POLL_REOPENED", "away_poll_reopened"],
  ["POLL_DELETED", "away_poll_deleted"],
]);
