import { ask } from "../ask.js";
import { setText } from "../fill.js";
import { movesTheLine } from "../trip.js";
import { hubOf } from "./trip-hub.js";

const SPREAD_MS = 1_000; // so that two hundred who wait do not ask together
const ASK_AGAIN_MS = 5_000;
const LEFT = 410;
const NOT_HERE = [403, 404, LEFT];

/**
 * One's place in line: asks the server after what may change it, and goes on once one is in, or waits no longer. On a
 * card, data-url, it says so in short and stays.
 */
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
    const answer = await ask(this.dataset.url ?? location.pathname);
    if (answer?.ok && answer.body.placeInLine) this.#draw(answer.body);
    else if (answer?.ok || NOT_HERE.includes(answer?.status ?? 0)) this.#goOn(answer?.status === LEFT);
    else this.#askIn(ASK_AGAIN_MS);
  }

  /** @param {boolean} hasLeft the line, and got no place */
  #goOn(hasLeft) {
    if (!this.dataset.url) return location.replace(location.pathname);
    this.hidden = !hasLeft;
    setText(this, this.dataset.left);
  }

  /** @param {Record<string, string>} place */
  #draw({ says, inShort }) {
    if (this.dataset.url) return setText(this, inShort);
    const title = this.querySelector("[data-says]");
    if (title.textContent === says) return;
    setText(title, says);
    document.querySelector("trip-news")?.say(says);
  }
}

customElements.define("place-in-line", PlaceInLine);
