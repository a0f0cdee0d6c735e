import { ask } from "../ask.js";
import { isBusy } from "../busy.js";
import { fill } from "../fill.js";
import { saysLookAgain } from "../trip.js";
import { hubOf } from "./trip-hub.js";

const ANSWERS = ["MEMBER_RESTORED", "MEMBER_REMOVED", "MEMBER_RENAMED", "RESET"];
const ASK_EVERY_MS = 20_000;

/** Waits for the organiser's answer: asks the server after what may be one, and goes on once it is there. */
class PendingRequest extends HTMLElement {
  connectedCallback() {
    hubOf(this).addEventListener("trip:frame", ({ detail: { frame } }) => {
      if (saysLookAgain(frame) || ANSWERS.includes(frame.type)) this.#ask();
    });
    setInterval(() => document.visibilityState === "visible" && this.#ask(), ASK_EVERY_MS);
  }

  async #ask() {
    const isLeaving = () => isBusy(this.querySelector("form")); // to go on would break that off
    if (isLeaving()) return;
    const name = await askedAs();
    if (name)
      fill(this, { "asked-as": name }, {}); // which the organiser may have changed
    else if (name === "" && !isLeaving()) location.replace(location.pathname);
  }
}

/**
 * As whom this browser still waits, or "": another page stands here now. Undefined where no answer is ours.
 * @returns {Promise<string|undefined>}
 */
async function askedAs() {
  const answer = await ask(location.pathname);
  if (answer?.ok) return answer.body.askedAs;
  return answer && [403, 404, 410].includes(answer.status) && answer.body.success === false ? "" : undefined;
}

customElements.define("pending-request", PendingRequest);
