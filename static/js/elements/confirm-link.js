import { newKey } from "../patience.js";

/**
 * A link to a confirmation page, asked in a dialog instead; data-consequence names the element that holds the question
 * and tells what follows.
 * A browser without dialogs opens the page. With data-awaited the answer brings what nobody else has: it is waited for
 * though the dialog is closed, and asked for again as the same call.
 */
class ConfirmLink extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const dialog = this.#dialogFor(link.href);
      if (!dialog.showModal) return;
      event.preventDefault();
      this.#open(dialog);
    });
  }

  /** @param {HTMLDialogElement} dialog */
  #open(dialog) {
    // Not on "close" alone, which waits for the next frame: a tab out of sight draws none, and would go on to send.
    const giveUp = () => {
      dialog.close(); // gives the focus back
      dialog.remove();
    };
    dialog.querySelector("[data-action=cancel]").addEventListener("click", giveUp);
    dialog.addEventListener("cancel", giveUp);
    dialog.addEventListener("close", () => dialog.remove());
    this.closest("trip-hub").append(dialog);
    dialog.showModal();
  }

  /** @param {string} url */
  #dialogFor(url) {
    /** @type {HTMLTemplateElement} */
    const template = document.getElementById("confirm-dialog");
    const dialog = /** @type {HTMLDialogElement} */ (template.content.cloneNode(true).firstElementChild);
    const form = dialog.querySelector("form");
    form.action = url;
    if ("awaited" in this.dataset) dialog.querySelector("once-form").dataset.awaited = "";
    form.elements.key.value = newKey();
    const words = this.querySelector("[data-question]");
    dialog.querySelector("[data-action=do] span").append(...words.cloneNode(true).childNodes);
    const consequence = /** @type {HTMLElement} */ (document.getElementById(this.dataset.consequence).cloneNode(true));
    consequence.removeAttribute("id");
    if ("harmless" in consequence.dataset) {
      dialog.querySelector("[data-action=do]").classList.replace("button--danger", "button--primary");
    }
    const question = consequence.querySelector("[data-asks]");
    const who = question.querySelector("bdi"); // whom the link names
    if (who) who.textContent = words.querySelector("bdi").textContent;
    dialog.querySelector("h2").append(...question.childNodes);
    question.remove();
    dialog.querySelector(".dialog__consequence").append(consequence);
    return dialog;
  }
}

customElements.define("confirm-link", ConfirmLink);
