import { isBusy, makeBusy } from "../busy.js";
import { dropDraft } from "../draft.js";

/** A plain form that a double tap sends once; with data-drops-draft what was typed beside it is given up. */
class OnceForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    let free = () => {};
    form.addEventListener("submit", (event) => {
      if (isBusy(form)) event.preventDefault();
      else {
        free = makeBusy(form);
        if ("dropsDraft" in this.dataset) dropDraft();
      }
    });
    addEventListener("pageshow", ({ persisted }) => persisted && free());
  }
}

customElements.define("once-form", OnceForm);
