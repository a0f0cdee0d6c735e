import { drawPollWith } from "./draw-poll.js";
import { fill } from "./fill.js";
import { maybesOf, stateOf, tallyOf, votersOf } from "./polls.js";
import { serverClock } from "./server-clock.js";
import { voterParts, voterTruths } from "./words/voters.js";

/** Draws who voted what into the rows of a poll, after it has drawn itself. @param {HTMLElement} view */
export function drawVoters(view) {
  drawPollWith(view, (poll, mine, trip) => {
    const state = stateOf(poll, trip, serverClock.now());
    const voters = votersOf(poll, mine, state, trip.members);
    const votes = tallyOf(poll, mine, state);
    const maybes = maybesOf(poll, mine, state);
    for (const option of poll.options) {
      /** @type {[Option, ?Voter[], number, number]} */
      const said = [option, voters, votes?.[option.id] ?? 0, maybes?.[option.id] ?? 0];
      const [parts, truths] = [voterParts(...said), voterTruths(...said)];
      for (const names of view.querySelectorAll(`[data-id="${option.id}"] .voters`)) fill(names, parts, truths);
    }
  });
}
