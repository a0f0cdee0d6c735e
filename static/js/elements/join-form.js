import { PatientForm } from "../patient-form.js";

const TYPED = ["guest_name", "guest_mobile"];

/** The guest's form. */
class JoinForm extends PatientForm {
  words = { safe: "Your tap is safe", crowd: "Very many are joining" };

  typed() {
    return Object.fromEntries(TYPED.map((name) => [name, this.form.elements[name].value]));
  }

  /** Also where the form only hands on what the one before it has asked. */
  retype(typed) {
    for (const name of TYPED) this.form.elements[name].value ||= typed[name] ?? "";
  }

  get keepsKey() {
    return true;
  }

  isKept(name, isSending) {
    return isSending || name !== "guest_mobile";
  }
}

customElements.define("join-form", JoinForm);
