import { makeBusy } from "../busy.js";

/** Takes the key out of the address, where it would stay in the history, and enters with it. */
class EnterLink extends HTMLElement {
  connectedCallback() {
    this.#enter();
    addEventListener("hashchange", () => this.#enter());
  }

  #enter() {
    const key = location.hash.slice(1);
    if (!key) return;
    const form = this.querySelector("form");
    history.replaceState(null, "", location.pathname);
    form.elements.key.value = key;
    makeBusy(form);
    form.submit();
  }
}

customElements.define("enter-link", EnterLink);
