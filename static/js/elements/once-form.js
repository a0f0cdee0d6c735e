import { dropDraft } from "../draft.js";
import { PatientForm } from "../patient-form.js";

/** Any form of the site; with data-drops-draft what was typed beside it is given up. */
class OnceForm extends PatientForm {
  /** @param {?HTMLButtonElement} [button] */
  send(button) {
    if ("dropsDraft" in this.dataset) dropDraft(location.pathname);
    super.send(button);
  }
}

customElements.define("once-form", OnceForm);
