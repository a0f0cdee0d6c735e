import { sentences, textOf } from "../words/catalogue.js";

const PAUSE_MS = 3_000;

/** The status region: says what happens here and what others did, at most once in three seconds. */
export class TripNews extends HTMLElement {
  /** @type {(string|(() => string))[]} */
  #words = [];
  /** @type {number|undefined} */
  #pause;

  /** Something to say, or what finds the words once it is said. @param {string|(() => string)} words */
  say(words) {
    if (words) this.#words.push(words);
    if (!this.#pause) this.#speak();
  }

  #speak() {
    const words = this.#words.splice(0).map((each) => (typeof each === "string" ? each : each()));
    const line = textOf(sentences(...words));
    if (!line) return;
    this.textContent = line;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#speak();
    }, PAUSE_MS);
  }
}

customElements.define("trip-news", TripNews);
