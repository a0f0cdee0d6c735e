import { isBusy } from "../busy.js";
import { PatientForm } from "../patient-form.js";

/**
 * Enters with the key that stands in the address. It is taken out, as it would stay in the history, but not before
 * there is an answer: a page that is loaded anew meanwhile still has it.
 */
class EnterLink extends PatientForm {
  connectedCallback() {
    super.connectedCallback();
    this.#enter();
    addEventListener("hashchange", () => this.#enter());
  }

  /** What is called a key here is what is typed. */
  get key() {
    return this.form.elements.attempt;
  }

  /** A code opens once: its repeat after a reload is the same call. */
  get keepsKey() {
    return true;
  }

  onAnswer() {
    history.replaceState(null, "", location.pathname);
  }

  #enter() {
    const typed = location.hash.slice(1);
    if (!typed || isBusy(this.form)) return;
    this.form.elements.key.value = typed;
    this.send();
  }
}

customElements.define("enter-link", EnterLink);
