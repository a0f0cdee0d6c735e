import { drawWith } from "./trip-hub.js";

/** Says that the poll of this page was deleted, in its place. */
class PollGone extends HTMLElement {
  connectedCallback() {
    this.panel = this.nextElementSibling;
    drawWith(this, ({ polls }) => this.#draw(polls.some(({ id }) => id === this.dataset.poll)));
  }

  #draw(isThere) {
    this.hidden = isThere;
    this.panel.hidden = !isThere;
  }
}

customElements.define("poll-gone", PollGone);
