const STANDS_MS = 10_000;

/** Stands for ten seconds, and as long as the focus is in it. */
class UndoToast extends HTMLElement {
  connectedCallback() {
    setTimeout(() => {
      if (this.contains(document.activeElement)) this.addEventListener("focusout", () => this.remove());
      else this.remove();
    }, STANDS_MS);
  }
}

customElements.define("undo-toast", UndoToast);
