import { abortAfter } from "../abort-after.js";
import { serverClock } from "../server-clock.js";
import { clock } from "../transports.js";
import { Views } from "../views.js";
import { drawWith, hubOf } from "./trip-hub.js";

const GIVE_UP_MS = 10_000;

/** Holds what this viewer alone may see of the polls, beside the state that all share. */
class PollViews extends HTMLElement {
  connectedCallback() {
    const hub = hubOf(this);
    this.views = new Views({
      views: JSON.parse(document.getElementById("views").textContent),
      ask: (pollId) => ask(`${this.dataset.url}/${pollId}/view`),
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

async function ask(url) {
  const signal = abortAfter(GIVE_UP_MS);
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store", signal });
    return answer.ok ? (await answer.json()).view : null;
  } catch {
    return null;
  }
}

/**
 * Draws a poll now and whenever it, or what this viewer may see of it, changes.
 * @param {(poll: Poll, view: View|undefined, trip: Trip, isSure: boolean) => void} draw  `isSure` says whether the view is
 *   as new as the poll
 */
export function drawPollWith(element, draw) {
  const { views } = hubOf(element).querySelector("poll-views");
  drawWith(element, (state) => {
    const poll = state.polls.find(({ id }) => id === element.dataset.poll);
    if (poll) draw(poll, views.of(poll.id), state, views.isSure(poll));
  });
}

customElements.define("poll-views", PollViews);
