import { ask } from "../ask.js";
import { setText } from "../fill.js";
import { movesTheLine } from "../trip.js";
import { hubOf } from "./trip-hub.js";

const SPREAD_MS = 1_000; // so that two hundred who wait do not ask together
const ASK_AGAIN_MS = 5_000;
const NOT_HERE = [403, 404, 410];

/** One's place in line: asks the server after what may change it, and goes on once one is in, or waits no longer. */
class PlaceInLine extends HTMLElement {
  /** @type {number|undefined} */
  #asking;

  connectedCallback() {
    const hub = hubOf(this);
    hub.addEventListener("trip:frame", ({ detail: { frame } }) => {
      if (movesTheLine(frame) || frame.type === "RESET") this.#askIn(0);
    });
    hub.addEventListener("trip:connection", ({ detail: { state } }) => state === "ended" && this.#askIn(0));
  }

  /** @param {number} ms */
  #askIn(ms) {
    this.#asking ??= setTimeout(() => this.#ask(), ms + Math.random() * SPREAD_MS);
  }

  async #ask() {
    this.#asking = undefined; // what comes from now on may be newer than the answer
    const answer = await ask(location.pathname);
    if (answer?.ok && answer.body.placeInLine) this.#draw(answer.body.says);
    else if (answer?.ok || NOT_HERE.includes(answer?.status ?? 0)) location.replace(location.pathname);
    else this.#askIn(ASK_AGAIN_MS);
  }

  /** @param {string} says */
  #draw(says) {
    const title = this.querySelector("[data-says]");
    if (title.textContent === says) return;
    setText(title, says);
    document.querySelector("trip-news")?.say(says);
  }
}

customElements.define("place-in-line", PlaceInLine);
