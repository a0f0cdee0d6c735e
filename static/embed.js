// Makes <social-cart invitation="…"></social-cart> show how many are in on a trip, live, in a frame of our site.
(() => {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const site = new URL(src).origin;

  class SocialCart extends HTMLElement {
    #frame = document.createElement("iframe");

    constructor() {
      super();
      this.attachShadow({ mode: "open" }).append(this.#frame);
      Object.assign(this.#frame, { title: "SocialCart", height: 240 });
      Object.assign(this.#frame.style, { display: "block", width: "100%", border: 0 });
    }

    static observedAttributes = ["invitation"];

    /** Takes the whole link as well. @param {string} _ @param {?string} before @param {?string} invitation */
    attributeChangedCallback(_, before, invitation) {
      if (invitation === before) return;
      const token = (invitation ?? "").trim().split("/").pop() ?? "";
      this.#frame.src = `${site}/embed/${encodeURIComponent(token)}#${location.origin}`;
    }

    connectedCallback() {
      this.style.display = "block";
      addEventListener("message", this.#grow);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#grow);
    }

    /** @param {MessageEvent} message */
    #grow = ({ source, origin, data }) => {
      if (source && source === this.#frame.contentWindow && origin === site) this.#frame.height = `${data.height}`;
    };
  }

  if (!customElements.get("social-cart")) customElements.define("social-cart", SocialCart);
})();
