/** Shows the personal link that this page's address holds, and makes the address that link. */
class KeptLink extends HTMLElement {
  connectedCallback() {
    const { origin, pathname, hash } = location;
    this.querySelector("input").value = `${origin}${pathname}${hash}`;
    /** @type {HTMLAnchorElement} */
    const open = this.querySelector("[data-action=open]");
    open.href = `${pathname}?again${hash}`;
    this.querySelector("[data-link]").hidden = false;
    history.replaceState(null, "", pathname + hash);
  }
}

customElements.define("kept-link", KeptLink);
