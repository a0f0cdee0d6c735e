import { hasVoted, isTie, leadersOf, shareOf, stateOf, tallyOf, undoableFor, winnerOf } from "../polls.js";
import { until } from "./dates.js";
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
    decided: winner ? pieces(poll.pickedOptionId ? "decided_picked" : "decided", { option: name(winner.text) }) : [],
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
  const isHidden = !isClosed && !tally;
  const isReopenable = isClosed && !poll.pickedOptionId && !trip.cancelledAt;
  return {
    open: isOpen,
    paused: state === "paused",
    closed: isClosed,
    votable: isOpen && !hasVoted(mine),
    revotable: isOpen && hasVoted(mine),
    dated: !isClosed && Boolean(poll.closesAt),
    short: state === "paused" && !trip.cancelledAt,
    cancelled: state === "paused" && Boolean(trip.cancelledAt),
    "hidden-until-voted": isHidden && poll.results === "voted",
    "hidden-until-closed": isHidden && poll.results === "closed",
    awaited: isClosed && !tally,
    tie: isTie(poll, tally, state),
    tied: poll.votedCount > 0,
    silent: !poll.votedCount,
    unvoted: !hasVoted(mine),
    voted: hasVoted(mine),
    decided: Boolean(winnerOf(poll, tally, state)),
    editable: !isClosed && !poll.votedCount,
    deletable: !poll.votedCount,
    reopenable: isReopenable,
    organisable: !isClosed || !poll.votedCount || isReopenable,
    undoable: undoableFor(poll, nowMs) > 0,
    limited: !isClosed && poll.mostChoices > 1,
  };
}

/**
 * What is said of an option with so many votes; null where its count is hidden.
 * @param {?number} votes
 * @param {number} voters
 */
export function optionParts(votes, voters) {
  const percent = shareOf(votes ?? 0, voters);
  return {
    votes: say("votes", { n: votes ?? 0 }),
    share: say("vote_share", { percent }),
    "share-aloud": say("vote_share_aloud", { percent }),
  };
}

/** @param {Option} option @param {Poll} poll @param {MyPoll|undefined} mine @param {Trip} trip @param {number} nowMs */
export function optionTruths(option, poll, mine, trip, nowMs) {
  const state = stateOf(poll, trip, nowMs);
  const tally = tallyOf(poll, mine, state);
  const isLeading = state === "closed" && leadersOf(poll, tally).includes(option);
  return {
    counted: tally !== null,
    shared: tally !== null && poll.votedCount > 0,
    mine: Boolean(mine?.choices.includes(option.id)),
    most: isLeading && poll.votedCount > 0,
    picked: option.id === poll.pickedOptionId,
    pickable: isLeading && isTie(poll, tally, state),
  };
}

/** "4 of 5 have voted" @param {Poll} poll @param {Trip} trip */
export const voted = ({ votedCount: n }, { memberCount: members }) => say("voted", { n, members });

/** "4 people voted", once nobody can any more. @param {Poll} poll */
export const turnout = ({ votedCount: n }) => (n ? say("turnout", { n }) : say("nobody_voted"));
