/**
 * The settings on their page, and on the hub in place of the link to it: without scripts the hub reloads itself, and
 * what is typed would be lost.
 */
class TripSettings extends HTMLElement {
  connectedCallback() {
    for (const plain of this.querySelectorAll("[data-plain]")) plain.hidden = true;
    for (const details of this.querySelectorAll("details[hidden]")) details.hidden = false;
  }
}

customElements.define("trip-settings", TripSettings);
