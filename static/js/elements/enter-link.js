import { isBusy } from "../busy.js";
import { PatientForm } from "../patient-form.js";

/** Takes the key out of the address, where it would stay in the history, and enters with it. */
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

  #enter() {
    const typed = location.hash.slice(1);
    if (!typed || isBusy(this.form)) return;
    history.replaceState(null, "", location.pathname);
    this.form.elements.key.value = typed;
    this.send();
  }
}

customElements.define("enter-link", EnterLink);
