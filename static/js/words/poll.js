import {
  hasVoted,
  isAboutDates,
  isRunning,
  isTie,
  leadersOf,
  maybesOf,
  shareOf,
  stateOf,
  tallyOf,
  undoableFor,
  winnerOf,
} from "../polls.js";
import { days, until } from "./dates.js";
import { name, pieces, say } from "./catalogue.js";

/**
 * What is said of a poll (polls.js says of what shape), in the words that the server uses too: trips/words/poll.py.
 */

/**
 * What fills the elements of a page, by the name in data-part; undefined for what this browser does not know.
 * @param {Poll} poll @param {MyPoll|undefined} mine @param {Trip} trip @param {number} nowMs
 */
export function pollParts(poll, mine, trip, nowMs) {
  const state = stateOf(poll, trip, nowMs);
  const isClosed = state === "closed";
  const winner = winnerOf(poll, tallyOf(poll, mine, state), state);
  return {
    question: poll.question,
    voted: isClosed ? turnout(poll) : voted(poll, trip),
    "who-sees": poll.showsVoters === undefined ? undefined : say(poll.showsVoters ? "voters_shown" : "voters_hidden"),
    decided: winner
      ? pieces(poll.pickedOptionId ? "decided_picked" : "decided", { option: name(optionText(winner)) })
      : [],
    closes: until(["closes", "closes_end"], poll.closesAt, trip.timeZone, nowMs),
    closed: until(["closed", "closed_end"], isClosed ? (poll.closedAt ?? poll.closesAt) : null, trip.timeZone, nowMs),
    "paused-below": say("paused_below", { n: trip.requiredMembers }),
  };
}

/**
 * What is so: elements show while one of the names in their data-when is.
 * @param {Poll} poll @param {MyPoll|undefined} mine @param {Trip} trip @param {number} nowMs
 */
export function pollTruths(poll, mine, trip, nowMs) {
  const state = stateOf(poll, trip, nowMs);
  const tally = tallyOf(poll, mine, state);
  const isOpen = state === "open";
  const isClosed = state === "closed";
  const runs = isRunning(state);
  const isHidden = !isClosed && !tally;
  const isReopenable = isClosed && !poll.pickedOptionId && !trip.cancelledAt;
  const hasTie = isTie(poll, tally, state);
  const isPickable = isReopenable && (isAboutDates(poll) || hasTie);
  return {
    open: isOpen,
    paused: state === "paused",
    closed: isClosed,
    votable: isOpen && !hasVoted(mine),
    revotable: isOpen && hasVoted(mine),
    dated: runs && Boolean(poll.closesAt),
    cancelled: state === "ended" && Boolean(trip.cancelledAt),
    over: state === "ended" && !trip.cancelledAt,
    "hidden-until-voted": isHidden && poll.results === "voted" && runs,
    "hidden-until-closed": isHidden && poll.results === "closed",
    awaited: isClosed && !tally,
    counted: tally !== null,
    tie: hasTie,
    tied: poll.votedCount > 0,
    silent: !poll.votedCount,
    unvoted: !hasVoted(mine),
    voted: hasVoted(mine),
    decided: Boolean(winnerOf(poll, tally, state)),
    settled: isClosed && !isPickable,
    pickable: isPickable,
    editable: runs && !poll.votedCount,
    closable: runs || isHidden,
    deletable: !poll.votedCount,
    reopenable: isReopenable,
    organisable: runs || isHidden || !poll.votedCount || isReopenable,
    dates: isAboutDates(poll),
    undecided: isReopenable && isAboutDates(poll),
    extensible: isOpen && !isAboutDates(poll),
    undoable: undoableFor(poll, nowMs) > 0 && !trip.cancelledAt,
    limited: runs && !isAboutDates(poll) && poll.mostChoices > 1,
  };
}

/** "12–15 Dec 2026" of a date, else its text. @param {Option} option */
export const optionText = ({ text, startDate, endDate }) => (startDate && endDate ? days(startDate, endDate) : text);

/**
 * What is said of an option with so many votes, and "if need be" of a date; null where its count is hidden.
 * @param {Option} option
 * @param {Poll} poll
 * @param {?number} votes
 * @param {?number} [maybes]
 */
export function optionParts(option, poll, votes, maybes) {
  const n = votes ?? 0;
  const percent = shareOf(n, poll.votedCount);
  return {
    text: optionText(option),
    link: /** @type {Piece[]} */ (option.url ? [{ text: option.url, kind: "link" }] : []),
    votes: isAboutDates(poll) ? say("date_votes", { yes: n, maybes: maybes ?? 0 }) : say("votes", { n }),
    share: say("vote_share", { percent }),
    "share-aloud": say("vote_share_aloud", { percent }),
  };
}

/** @param {Option} option @param {Poll} poll @param {MyPoll|undefined} mine @param {Trip} trip @param {number} nowMs */
export function optionTruths(option, poll, mine, trip, nowMs) {
  const state = stateOf(poll, trip, nowMs);
  const tally = tallyOf(poll, mine, state);
  const isTold = state === "closed" || isAboutDates(poll);
  const isLeading = isTold && leadersOf(poll, tally, maybesOf(poll, mine, state)).includes(option);
  const isPickable = !poll.pickedOptionId && !trip.cancelledAt;
  return {
    linked: Boolean(option.url),
    counted: tally !== null,
    shared: tally !== null && poll.votedCount > 0 && !isAboutDates(poll),
    mine: Boolean(mine?.choices.includes(option.id)),
    maybe: Boolean(mine?.maybeChoices?.includes(option.id)),
    most: isLeading && poll.votedCount > 0 && !isAboutDates(poll),
    best: isLeading && poll.votedCount > 0 && isAboutDates(poll),
    picked: option.id === poll.pickedOptionId,
    pickable: isPickable && (isAboutDates(poll) || (isLeading && isTie(poll, tally, state))),
  };
}

/** "4 of 5 have voted" @param {Poll} poll @param {Trip} trip */
export const voted = ({ votedCount: n }, { memberCount: members }) => say("voted", { n, members });

/** "4 people voted", once nobody can any more. @param {Poll} poll */
export const turnout = ({ votedCount: n }) => (n ? say("turnout", { n }) : say("nobody_voted"));
