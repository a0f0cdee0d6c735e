import { PatientForm, TAP } from "../patient-form.js";

const TYPED = ["guest_name", "guest_mobile"];

/** The guest's form. */
class JoinForm extends PatientForm {
  words = { ...TAP, crowd: "crowd_joining" };

  connectedCallback() {
    super.connectedCallback();
    for (const link of this.querySelectorAll("a")) link.addEventListener("click", () => this.keep({ isSending: true }));
  }

  /** A name that the page came with is not typed; what the form only hands on was, into the one before it. */
  typed() {
    const fields = TYPED.map((name) => this.form.elements[name]);
    const touched = fields.filter(({ type, value, defaultValue }) => type === "hidden" || value !== defaultValue);
    return Object.fromEntries(touched.map(({ name, value }) => [name, value]));
  }

  /** @param {Record<string, string>} typed */
  retype(typed) {
    for (const [name, text] of Object.entries(typed)) {
      const field = this.form.elements[name];
      if (field.type !== "hidden" || !field.value) field.value = text;
    }
  }

  get keepsKey() {
    return true;
  }

  /** @param {string} name */
  isBrief(name) {
    return name === "guest_mobile";
  }
}

customElements.define("join-form", JoinForm);
