import { isBusy } from "../busy.js";
import { hubOf } from "./trip-hub.js";

const ANSWERS = ["TRIP_UPDATED", "MEMBER_RESTORED", "MEMBER_REMOVED", "MEMBER_RENAMED"];
const ASK_EVERY_MS = 20_000;

/** Waits for the organiser's answer: what may be it makes the page ask the server. */
class PendingRequest extends HTMLElement {
  connectedCallback() {
    const isLeaving = () => isBusy(this.querySelector("form")); // to ask now would break that off
    const ask = () => isLeaving() || location.replace(location.pathname);
    hubOf(this).addEventListener("trip:frame", ({ detail: { frame } }) => ANSWERS.includes(frame.type) && ask());
    setInterval(() => document.visibilityState === "visible" && ask(), ASK_EVERY_MS);
  }
}

customElements.define("pending-request", PendingRequest);
