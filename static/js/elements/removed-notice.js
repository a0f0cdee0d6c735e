import { drawWith } from "./trip-hub.js";

/** What somebody reads who was taken off, data-member; once they are back, their key opens the hub. */
class RemovedNotice extends HTMLElement {
  connectedCallback() {
    drawWith(this, ({ members }) => {
      if (members?.some(({ id }) => id === this.dataset.member)) location.replace(location.pathname);
    });
  }
}

customElements.define("removed-notice", RemovedNotice);
