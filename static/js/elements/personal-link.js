/** Sends the personal link to oneself with whatever the phone shares with. */
class PersonalLink extends HTMLElement {
  connectedCallback() {
    const send = this.querySelector("[data-action=send]");
    const { title, url } = this.dataset;
    send.hidden = !navigator.share;
    this.querySelector("[data-action=mail]").hidden = !send.hidden;
    send.addEventListener("click", () => navigator.share({ title, url }).catch(() => {})); // closed without choosing
  }
}

customElements.define("personal-link", PersonalLink);
