import { drawWith } from "./trip-hub.js";

/** Says that the poll of this page was deleted, in its place. */
class PollGone extends HTMLElement {
  /** @type {HTMLElement} */
  panel;

  connectedCallback() {
    this.panel = /** @type {HTMLElement} */ (this.nextElementSibling);
    drawWith(this, ({ polls }) => polls && this.#draw(polls.some(({ id }) => id === this.dataset.poll)));
  }

  /** @param {boolean} isThere */
  #draw(isThere) {
    this.hidden = isThere;
    this.panel.hidden = !isThere;
  }
}

customElements.define("poll-gone", PollGone);
