import { clock } from "../transports.js";
import { hubOf } from "./trip-hub.js";

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** @type {Object<string, (since: number) => string>} */
const WORDS = {
  live: () => "Live",
  "catching-up": () => "Catching up",
  paused: () => "Paused: open in newer places. Tap to go on",
  offline: (since) => `Offline since ${clockTime.format(Date.now() - (clock.now() - since))}`,
};

/** Tells whether what is on the screen is the present. */
class ConnectionChip extends HTMLElement {
  connectedCallback() {
    hubOf(this).addEventListener("trip:connection", ({ detail: { state, since } }) => {
      this.hidden = !(state in WORDS);
      this.dataset.state = state;
      this.textContent = WORDS[state]?.(since) ?? "";
    });
  }
}

customElements.define("connection-chip", ConnectionChip);
