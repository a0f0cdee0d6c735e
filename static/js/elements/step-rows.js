/**
 * The further steps of a discount: rows that are added and taken out. The form holds them as one text, which anything
 * that fills in forms may set too.
 */
class StepRows extends HTMLElement {
  /** @type {HTMLInputElement} */
  #whole;
  /** @type {HTMLElement[]} */
  #rows;
  /** @type {HTMLButtonElement} */
  #add;
  #shown = 1;

  connectedCallback() {
    if (this.#whole) return;
    this.#whole = this.querySelector("input[tabindex]");
    this.#rows = [...this.querySelectorAll(".step")];
    this.#add = this.querySelector("[data-add]");
    const isFilledIn = this.#whole.value !== this.#whole.defaultValue; // from a draft, before this was here
    const typed = isFilledIn ? this.#whole.value : this.#typed();
    for (const input of this.#inputs()) input.removeAttribute("name");
    this.#whole.disabled = false;
    this.#watch();
    this.#whole.value = typed;
  }

  #watch() {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
    const whole = this.#whole;
    /** @param {string} text */
    const draw = (text) => {
      set?.call(whole, text);
      this.#draw(text);
    };
    Object.defineProperty(whole, "value", { get, set: draw, configurable: true });
    whole.addEventListener("focus", () => this.#inputs()[0].focus());
    whole.form?.addEventListener("reset", () => setTimeout(() => this.#draw(whole.value)));
    this.addEventListener("input", () => set?.call(whole, this.#typed()));
    this.#add.addEventListener("click", () => this.#addRow());
    for (const [index, row] of this.#rows.entries())
      row.querySelector("button").addEventListener("click", () => this.#takeOut(index));
  }

  /** @param {Element} [row] */
  #inputs(row = this) {
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = row.querySelectorAll("[inputmode]");
    return [...inputs];
  }

  /** What stands in the rows, as trips/forms/steps.py writes it. */
  #typed() {
    const pairs = this.#rows.map((row) => this.#inputs(row).map(({ value }) => value.trim()));
    const filled = pairs.filter((pair) => pair.some(Boolean));
    return filled.length ? JSON.stringify(filled) : "";
  }

  /** @param {string} text */
  #draw(text) {
    const pairs = pairsOf(text);
    for (const [index, row] of this.#rows.entries())
      for (const [part, input] of this.#inputs(row).entries()) input.value = pairs[index]?.[part] ?? "";
    this.#show(pairs.length);
    if (pairs.length) this.querySelector("details").open = true;
  }

  /** @param {number} count */
  #show(count) {
    this.#shown = Math.min(Math.max(count, 1), this.#rows.length);
    for (const [index, row] of this.#rows.entries()) {
      row.hidden = index >= this.#shown;
      row.querySelector("button").hidden = this.#shown === 1;
    }
    this.#add.hidden = this.#shown === this.#rows.length;
  }

  #addRow() {
    this.#show(this.#shown + 1);
    this.#inputs(this.#rows[this.#shown - 1])[0].focus();
  }

  /** The rows below move up. @param {number} index */
  #takeOut(index) {
    const others = this.#rows.filter((_, at) => at !== index).map((row) => this.#inputs(row).map(({ value }) => value));
    const left = this.#shown - 1;
    for (const [at, row] of this.#rows.entries())
      for (const [part, input] of this.#inputs(row).entries()) input.value = others[at]?.[part] ?? "";
    this.#inputs()[0].dispatchEvent(new Event("input", { bubbles: true }));
    this.#show(left);
    this.#inputs(this.#rows[Math.min(index, left - 1)])[0].focus();
  }
}

/** @param {string} text @returns {string[][]} */
function pairsOf(text) {
  try {
    const found = JSON.parse(text || "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

customElements.define("step-rows", StepRows);
