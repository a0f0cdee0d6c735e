import { drawWith, hubOf } from "./elements/trip-hub.js";

/**
 * Draws a poll now and whenever it, or what this viewer may see of it, changes.
 * @param {HTMLElement} element
 * @param {(poll: Poll, mine: MyPoll|undefined, trip: TripNow, isSure: boolean) => void} draw  `isSure` says whether
 *   `mine` is as new as the poll
 */
export function drawPollWith(element, draw) {
  const { myPolls } = hubOf(element).querySelector("my-polls");
  drawWith(element, (state) => {
    const poll = state.polls?.find(({ id }) => id === element.dataset.poll);
    if (poll) draw(poll, myPolls.of(poll.id), state, myPolls.isSure(poll));
  });
}
