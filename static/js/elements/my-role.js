import { hubOf } from "./trip-hub.js";

/** Says that the reader has another role than the page was served for; a link brings the page that fits. */
class MyRole extends HTMLElement {
  connectedCallback() {
    const hub = hubOf(this);
    hub.addEventListener("trip:frame", ({ detail: { frame, after } }) => {
      const { member } = frame.data; // the page may list only those who joined first
      const me = [member, ...(after.members ?? [])].find((each) => each?.id === hub.dataset.me);
      if (me) this.#show(me.isAdmin, after.founderId === me.id);
    });
  }

  /** @param {boolean} isAdmin @param {boolean} isFounder */
  #show(isAdmin, isFounder) {
    const organiser = isAdmin ? "organiser" : "";
    const role = isFounder ? "founder" : organiser;
    this.hidden = role === this.dataset.served;
    for (const line of this.querySelectorAll("p")) line.hidden = line.dataset.now !== role;
  }
}

customElements.define("my-role", MyRole);
