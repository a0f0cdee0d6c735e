import { endOf } from "./trip.js";

/**
 * What a poll is at a moment.
 *
 * @typedef {Pick<Trip, "isDiscountUnlocked"|"cancelledAt"|"startDate"|"endDate"|"timeZone">} TripOfPolls
 */

/** Whether it asks for dates. @param {Pick<Poll, "kind">} poll */
export const isAboutDates = ({ kind }) => kind === "dates";

/**
 * Decided when it is read, like the status of the trip, with which it may have ended.
 * @param {Poll} poll
 * @param {TripOfPolls} trip
 * @param {number} nowMs
 * @returns {PollState}
 */
export function stateOf({ kind, closedAt, closesAt }, trip, nowMs) {
  if (closedAt || (closesAt && Date.parse(closesAt) <= nowMs)) return "closed";
  if (trip.cancelledAt) return "ended";
  if (trip.isDiscountUnlocked || isAboutDates({ kind })) return "open";
  return endOf(trip) <= nowMs ? "ended" : "paused";
}

/** Whether it may take votes, now or later. @param {PollState} state */
export const isRunning = (state) => state === "open" || state === "paused";

/**
 * The votes of each option as far as this viewer may see them, or null. What was shown while the poll was closed is
 * hidden again once it is open again.
 * @param {Poll} poll
 * @param {MyPoll|undefined} mine
 * @param {PollState} state
 */
export function tallyOf(poll, mine, state) {
  return poll.tally ?? (mayShow(poll, mine, state) ? mine?.tally : null) ?? null;
}

/**
 * How many said "if need be" to each date, as far as this viewer may see it.
 * @param {Poll} poll
 * @param {MyPoll|undefined} mine
 * @param {PollState} state
 */
export function maybesOf(poll, mine, state) {
  return poll.maybes ?? (mayShow(poll, mine, state) ? mine?.maybes : null) ?? null;
}

/**
 * Who voted what, as far as this viewer may see it and has been told, by the names that they have now; or null.
 * @param {Poll} poll
 * @param {MyPoll|undefined} mine
 * @param {PollState} state
 * @param {Member[]} [members]
 */
export function votersOf(poll, mine, state, members = []) {
  if (!poll.showsVoters || !mayShow(poll, mine, state)) return null;
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return mine?.voters?.map((voter) => ({ ...voter, name: names.get(voter.id) ?? voter.name })) ?? null;
}

/** @param {Poll} poll @param {MyPoll|undefined} mine @param {PollState} state */
const mayShow = ({ results }, mine, state) =>
  state === "closed" || results === "always" || (results === "voted" && hasVoted(mine));

/** A ballot about dates may say no to all. @param {MyPoll} [mine] */
export const hasVoted = (mine) => Boolean(mine?.hasVoted || mine?.choices.length);

const MOST_VOTES = 2 ** 16; // of an option

/**
 * The options with most votes, of dates those of them with most "if need be"; all of them where nobody voted.
 * @param {Poll} poll
 * @param {?Tally} tally
 * @param {?Tally} [maybes]
 */
export function leadersOf({ options }, tally, maybes) {
  if (!tally) return [];
  /** @param {Option} option */
  const rank = ({ id }) => (tally[id] ?? 0) * MOST_VOTES + (maybes?.[id] ?? 0);
  const most = Math.max(...options.map(rank));
  return options.filter((option) => rank(option) === most);
}

/**
 * What came out; undefined while it is open, unknown or a tie.
 * @param {Poll} poll
 * @param {?Tally} tally
 * @param {PollState} state
 * @returns {Option|undefined}
 */
export function winnerOf(poll, tally, state) {
  if (state !== "closed") return undefined;
  const picked = poll.options.find(({ id }) => id === poll.pickedOptionId);
  const leaders = isAboutDates(poll) ? [] : leadersOf(poll, tally);
  return picked ?? (leaders.length === 1 ? leaders[0] : undefined);
}

/** @param {Poll} poll @param {?Tally} tally @param {PollState} state */
export const isTie = (poll, tally, state) =>
  !isAboutDates(poll) && state === "closed" && Boolean(tally) && !winnerOf(poll, tally, state);

const UNDO_PICK_MS = 600_000;

/** For how many more ms the pick can be undone; 0 or less if it cannot. @param {Poll} poll @param {number} nowMs */
export const undoableFor = ({ pickedAt }, nowMs) => (pickedAt ? Date.parse(pickedAt) + UNDO_PICK_MS - nowMs : 0);

/**
 * How many percent of the voters that is; 0 only for none of them, 100 only for all.
 * @param {number} votes
 * @param {number} voters
 */
export function shareOf(votes, voters) {
  if (!votes || votes >= voters) return votes ? 100 : 0;
  return Math.min(Math.max(Math.floor((200 * votes + voters) / (2 * voters)), 1), 99);
}

/**
 * Whether the server has more for this viewer than the frames did. What stays for good is asked for once: a vote
 * may have been cast on another device before the poll closed.
 * @param {Poll} poll
 * @param {MyPoll|undefined} mine
 * @param {PollState} state
 */
export function needsMyPoll(poll, mine, state) {
  const isBehind = !mine || mine.version < poll.version;
  if (state === "closed") return isBehind || !(poll.tally ?? mine.tally);
  return !poll.tally && poll.results === "voted" && hasVoted(mine) && isBehind;
}

/**
 * Whether the server has more to say of who voted what.
 * @param {Poll} poll
 * @param {MyPoll|undefined} mine
 * @param {PollState} state
 */
export const needsVoters = (poll, mine, state) =>
  Boolean(poll.showsVoters) && mayShow(poll, mine, state) && (!mine?.voters || mine.version < poll.version);
