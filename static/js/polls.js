/**
 * What a poll is at a moment.
 */

/**
 * Decided when it is read, like the status of the trip.
 * @param {Poll} poll
 * @param {Pick<Trip, "isDiscountUnlocked"|"cancelledAt">} trip
 * @param {number} nowMs
 * @returns {PollState}
 */
export function stateOf({ closedAt, closesAt }, { isDiscountUnlocked, cancelledAt }, nowMs) {
  if (closedAt || (closesAt && Date.parse(closesAt) <= nowMs)) return "closed";
  return isDiscountUnlocked && !cancelledAt ? "open" : "paused";
}

/**
 * The votes of each option as far as this viewer may see them, or null. What was shown while the poll was closed is
 * hidden again once it is open again.
 * @param {Poll} poll
 * @param {MyPoll|undefined} mine
 * @param {PollState} state
 */
export function tallyOf(poll, mine, state) {
  const mayShow = state === "closed" || poll.results === "always" || (poll.results === "voted" && hasVoted(mine));
  return poll.tally ?? (mayShow ? mine?.tally : null) ?? null;
}

/** @param {MyPoll} [mine] */
export const hasVoted = (mine) => Boolean(mine?.choices.length);

/**
 * The options with most votes; all of them where nobody voted.
 * @param {Poll} poll
 * @param {?Tally} tally
 */
export function leadersOf({ options }, tally) {
  if (!tally) return [];
  const most = Math.max(...options.map(({ id }) => tally[id] ?? 0));
  return options.filter(({ id }) => (tally[id] ?? 0) === most);
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
  const leaders = leadersOf(poll, tally);
  return picked ?? (leaders.length === 1 ? leaders[0] : undefined);
}

/** @param {Poll} poll @param {?Tally} tally @param {PollState} state */
export const isTie = (poll, tally, state) => state === "closed" && Boolean(tally) && !winnerOf(poll, tally, state);

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
