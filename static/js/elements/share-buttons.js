import { inLanguage, learnZones } from "../words/catalogue.js";
import { invitation } from "../words/invitation.js";
import { drawWith, hubOf } from "./trip-hub.js";

/** The invitation in the trip's language and the words of the moment, for whatever the phone shares with. */
class ShareButtons extends HTMLElement {
  text = "";

  connectedCallback() {
    const share = this.querySelector("[data-action=share]");
    share.hidden = !navigator.share;
    share.addEventListener("click", () => this.#share());
    learnZones({ [hubOf(this).state.timeZone]: `${this.dataset.zone}` }, this.dataset.language);
    drawWith(this, (state) => this.#draw(state));
    hubOf(this).addEventListener("trip:frame", ({ detail: { frame } }) => {
      if (frame.type === "INVITATION_REPLACED") this.#retire();
    });
  }

  /** @param {TripNow} state */
  #draw(state) {
    const text = inLanguage(this.dataset.language, () => invitation(state, state.nowMs));
    this.text = `${text}\n${this.dataset.url}`;
    /** @type {HTMLAnchorElement} */
    const whatsApp = this.querySelector("[data-action=whatsapp]");
    whatsApp.href = `https://wa.me/?text=${encodeURIComponent(this.text)}`;
  }

  #share() {
    navigator.share({ text: this.text }).catch(() => {}); // closed without choosing
  }

  #retire() {
    this.querySelector(".share__live").hidden = true;
    this.querySelector("[data-stale]").hidden = false;
  }
}

customElements.define("share-buttons", ShareButtons);
