import { say } from "../words/catalogue.js";

const SHOWN_MS = 2_500;

/** Copies the value of the field it names in data-from. */
class CopyButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(document.getElementById(this.dataset.from));
      button.textContent = say(done ? "copied" : "copy_by_hand");
      document.querySelector("trip-news")?.say(say(done ? "copied_aloud" : "selected"));
      setTimeout(() => {
        button.textContent = label;
      }, SHOWN_MS);
    });
  }
}

/** @param {HTMLInputElement} field */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return false;
  }
}

customElements.define("copy-button", CopyButton);
