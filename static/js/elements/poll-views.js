import { ask } from "../ask.js";
import { serverClock } from "../server-clock.js";
import { clock } from "../transports.js";
import { Views } from "../views.js";
import { drawWith, hubOf } from "./trip-hub.js";

/** Holds what this viewer alone may see of the polls, beside the state that all share. */
export class PollViews extends HTMLElement {
  /** @type {Views} */
  views;

  connectedCallback() {
    const hub = hubOf(this);
    this.views = new Views({
      views: JSON.parse(document.getElementById("views").textContent),
      ask: (pollId) => viewAt(`${this.dataset.url}/${pollId}/view`),
      onView: () => hub.dispatchEvent(new CustomEvent("trip:state")),
      clock: { ...clock, now: () => serverClock.now() },
      random: Math.random,
    });
    hub.addEventListener("trip:connection", ({ detail }) => detail.state === "live" && this.views.tryAgain());
    addEventListener("pageshow", ({ persisted }) => persisted && this.views.doubt());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.views.doubt());
    drawWith(this, (state) => this.views.look(state));
  }
}

/** @param {string} url @returns {Promise<?View>} */
async function viewAt(url) {
  const answer = await ask(url);
  return answer?.ok ? answer.told.view : null;
}

/**
 * Draws a poll now and whenever it, or what this viewer may see of it, changes.
 * @param {HTMLElement} element
 * @param {(poll: Poll, view: View|undefined, trip: TripNow, isSure: boolean) => void} draw  `isSure` says whether the view is
 *   as new as the poll
 */
export function drawPollWith(element, draw) {
  const { views } = hubOf(element).querySelector("poll-views");
  drawWith(element, (state) => {
    const poll = state.polls?.find(({ id }) => id === element.dataset.poll);
    if (poll) draw(poll, views.of(poll.id), state, views.isSure(poll));
  });
}

customElements.define("poll-views", PollViews);
