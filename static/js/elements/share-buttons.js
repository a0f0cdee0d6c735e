import { hubOf } from "./trip-hub.js";

/** Hands the text that the link for WhatsApp holds to whatever the phone shares with. */
class ShareButtons extends HTMLElement {
  connectedCallback() {
    const share = this.querySelector("[data-action=share]");
    share.hidden = !navigator.share;
    share.addEventListener("click", () => this.#share());
    hubOf(this).addEventListener("click", (event) => {
      if (share.hidden || !(/** @type {Element} */ (event.target).closest("[href='#share']"))) return;
      event.preventDefault();
      this.#share();
    });
    hubOf(this).addEventListener("trip:frame", ({ detail: { frame } }) => {
      if (frame.type === "INVITATION_REPLACED") this.#retire();
    });
  }

  #share() {
    /** @type {HTMLAnchorElement} */
    const whatsApp = this.querySelector("[data-action=whatsapp]");
    const text = new URL(whatsApp.href).searchParams.get("text") ?? "";
    navigator.share({ text }).catch(() => {}); // closed without choosing
  }

  #retire() {
    this.querySelector(".share__live").hidden = true;
    this.querySelector("[data-stale]").hidden = false;
  }
}

customElements.define("share-buttons", ShareButtons);
