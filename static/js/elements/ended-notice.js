import { hubOf } from "./trip-hub.js";

/** Why the page is not live any more, once the server has said so for good. */
class EndedNotice extends HTMLElement {
  connectedCallback() {
    hubOf(this).addEventListener("trip:connection", ({ detail: { state, code } }) => {
      if (state === "ended") this.#show(code);
    });
  }

  /** @param {number} [code] */
  #show(code) {
    const reason = this.querySelector(`[data-code="${code}"]`);
    if (!reason) return;
    this.hidden = reason.hidden = false;
    document.querySelector("trip-news")?.say(reason.firstChild?.textContent?.trim() ?? "");
  }
}

customElements.define("ended-notice", EndedNotice);
