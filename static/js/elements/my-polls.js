import { ask } from "../ask.js";
import { serverClock } from "../server-clock.js";
import { clock } from "../device-clock.js";
import { MyPolls } from "../my-polls.js";
import { drawWith, hubOf } from "./trip-hub.js";

/** Holds what this viewer alone may see of the polls, beside the state that all share. */
export class MyPollsElement extends HTMLElement {
  /** @type {MyPolls} */
  myPolls;

  connectedCallback() {
    const hub = hubOf(this);
    const { names } = this.dataset;
    this.myPolls = new MyPolls({
      mine: JSON.parse(document.getElementById("my-polls-now").textContent),
      ask: (pollId) => myPollAt(`${this.dataset.url}/${pollId}/view${pollId === names ? "?voters" : ""}`),
      names,
      onChange: () => hub.dispatchEvent(new CustomEvent("trip:state")),
      clock: { ...clock, now: () => serverClock.now() },
      random: Math.random,
    });
    hub.addEventListener("trip:connection", ({ detail }) => detail.state === "live" && this.myPolls.tryAgain());
    addEventListener("pageshow", ({ persisted }) => persisted && this.myPolls.doubt());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.myPolls.doubt());
    drawWith(this, (state) => this.myPolls.look(state));
  }
}

/** @param {string} url @returns {Promise<?MyPoll>} */
async function myPollAt(url) {
  const answer = await ask(url);
  return answer?.ok ? answer.body.view : null;
}

customElements.define("my-polls", MyPollsElement);
