import { clock } from "../device-clock.js";
import { say } from "../words/catalogue.js";
import { hubOf } from "./trip-hub.js";

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** @type {Object<string, (since: number) => string>} */
const WORDS = {
  live: () => say("live"),
  "catching-up": () => say("catching_up"),
  paused: () => say("paused"),
  offline: (since) => say("offline_since", { time: clockTime.format(Date.now() - (clock.now() - since)) }),
};

/** Shows whether what is on the screen is the present. */
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
