/**
 * The one thing that a member can do now for their trip, decided as trips/words/action.py does.
 *
 * @typedef {Record<string, boolean>} Truths
 * @typedef {{name: ""|"answer"|"vote"|"pick"|"start"|"invite", pollId: string}} Action
 */

export const ACTIONS = ["answer", "vote", "pick", "start", "invite"];

/**
 * What others wait for comes first.
 * @param {Truths} ofTrip  what is true of the trip
 * @param {[string, Truths][]} ofPolls  and of its polls by id, newest first
 * @param {?number} asked  how many ask to be let in; null for who does not organise
 * @returns {Action}
 */
export function firstAction(ofTrip, ofPolls, asked) {
  const organises = asked !== null;
  /** The newest poll of which that is true. @param {string} what */
  const pollThatIs = (what) => ofPolls.find(([, so]) => so[what])?.[0] ?? "";
  const [votable, tied] = [pollThatIs("votable"), pollThatIs("tie")];
  if (asked) return { name: "answer", pollId: "" };
  if (votable) return { name: "vote", pollId: votable };
  if (organises && tied && !ofTrip.cancelled) return { name: "pick", pollId: tied };
  if (organises && !ofPolls.length && ofTrip.set && !ofTrip["closed-by-end"]) return { name: "start", pollId: "" };
  return { name: ofTrip.open ? "invite" : "", pollId: "" };
}
