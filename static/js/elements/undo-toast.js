const STANDS_MS = 10_000;

/** Stands for ten seconds, and as long as the focus is in it or it is being sent. */
class UndoToast extends HTMLElement {
  connectedCallback() {
    setTimeout(() => this.#end(), STANDS_MS);
  }

  #end() {
    if (this.querySelector("[aria-busy]")) setTimeout(() => this.#end(), STANDS_MS);
    else if (this.contains(document.activeElement))
      this.addEventListener("focusout", () => this.#end(), { once: true });
    else this.remove();
  }
}

customElements.define("undo-toast", UndoToast);
