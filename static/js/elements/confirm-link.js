import { isBusy, makeBusy } from "../busy.js";

/** A link to a confirmation page, asked in a dialog instead; data-consequence names the element that tells the cost. */
class ConfirmLink extends HTMLElement {
  connectedCallback() {
    this.querySelector("a").addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#ask(event.currentTarget.href);
    });
  }

  #ask(url) {
    const dialog = document.getElementById("confirm-dialog").content.cloneNode(true).firstElementChild;
    const form = dialog.querySelector("form");
    form.action = url;
    form.elements.key.value = crypto.randomUUID();
    this.#write(dialog);
    form.addEventListener("submit", (event) => (isBusy(form) ? event.preventDefault() : makeBusy(form)));
    dialog.querySelector("[data-action=cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    this.closest("trip-hub").append(dialog);
    dialog.showModal();
  }

  #write(dialog) {
    const words = this.querySelector("[data-question]");
    const copies = () => [...words.cloneNode(true).childNodes];
    dialog.querySelector("h2").append(...copies(), "?");
    dialog.querySelector("[data-action=do] span").append(...copies());
    const consequence = document.getElementById(this.dataset.consequence).cloneNode(true);
    consequence.removeAttribute("id");
    dialog.querySelector(".dialog__consequence").append(consequence);
  }
}

customElements.define("confirm-link", ConfirmLink);
