import { name, pieces, say } from "./catalogue.js";
import { listed } from "./lists.js";

/**
 * Who voted what, where a poll shows it, in the words that the server uses too: trips/words/voters.py.
 *
 * @typedef {import("./catalogue.js").Piece} Piece
 */

const FEW = 3; // names that stand unfolded
const BRIEF = 2; // before "and 12 more" of a fold

/**
 * Who chose an option, and to whom a date does if need be; the numbers count also those who are left out.
 * @param {Option} option @param {?Voter[]} voters @param {number} votes @param {number} maybes
 */
export function voterParts(option, voters, votes, maybes) {
  const { yes, needBe } = namesOf(option, voters);
  const message = option.startDate ? "said_yes" : "";
  return {
    voters: said(message, yes, votes),
    "voters-brief": said(message, yes.slice(0, BRIEF), votes),
    "need-be": said("said_maybe", needBe, maybes),
    "need-be-brief": said("said_maybe", needBe.slice(0, BRIEF), maybes),
  };
}

/** @param {Option} option @param {?Voter[]} voters @param {number} votes @param {number} maybes */
export function voterTruths(option, voters, votes, maybes) {
  const { yes, needBe } = namesOf(option, voters);
  return {
    "voters-few": yes.length > 0 && votes <= FEW,
    "voters-many": yes.length > 0 && votes > FEW,
    "need-be-few": needBe.length > 0 && maybes <= FEW,
    "need-be-many": needBe.length > 0 && maybes > FEW,
  };
}

/** @param {Option} option @param {?Voter[]} voters */
function namesOf({ id }, voters) {
  /** @param {(voter: Voter) => string[]} chosen */
  const names = (chosen) => (voters ?? []).filter((voter) => chosen(voter).includes(id)).map((voter) => voter.name);
  return { yes: names(({ choices }) => choices), needBe: names(({ maybeChoices }) => maybeChoices) };
}

/** Who of so many it is. @param {string} message @param {string[]} names @param {number} count @returns {Piece[]} */
function said(message, names, count) {
  const more = count - names.length;
  if (!names.length) return [];
  const named = listed([...names.map(name), ...(more > 0 ? [say("more_people", { n: more })] : [])]);
  return message ? pieces(message, { names: named }) : named;
}
