import { isBusy, makeBusy } from "../busy.js";

/** A plain form that a double tap sends once. */
class OnceForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    let free = () => {};
    form.addEventListener("submit", (event) => {
      if (isBusy(form)) event.preventDefault();
      else free = makeBusy(form);
    });
    addEventListener("pageshow", ({ persisted }) => persisted && free());
  }
}

customElements.define("once-form", OnceForm);
