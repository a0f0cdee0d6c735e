import { say } from "./words/catalogue.js";

/**
 * Sends until there is an answer, and says how long to wait between two tries. Knows nothing of the page, so that Node
 * can test it.
 *
 * @typedef {"offline"|"busy"|"crowd"} Why  no network, a server that cannot now, or one that was asked too often
 */

const LONGEST_WAIT_S = 15;
const CROWD_WAIT_S = 5;
const MOST_FAULTS = 3; // a server that breaks at a call breaks at its repeat, unless it was a chance

/**
 * @param {() => Promise<?Response>} send  gives null where there was no answer
 * @param {(why: Why, seconds: number) => Promise<void>} wait  ends the tries by throwing
 * @returns {Promise<Response>} the first that is final
 */
export async function untilAnswered(send, wait) {
  let faults = 0;
  for (let tries = 0; ; tries += 1) {
    const answer = await send();
    const why = whyAgain(answer);
    if (answer?.status === 500) faults += 1;
    if (!why || faults === MOST_FAULTS) return /** @type {Response} */ (answer);
    await wait(why, secondsToWait(why, answer, tries));
  }
}

/** @param {?Response} answer @returns {Why|""} */
function whyAgain(answer) {
  if (!answer) return "offline";
  if (answer.status === 429) return "crowd";
  return answer.status >= 500 ? "busy" : "";
}

/** @param {Why} why @param {?Response} answer @param {number} tries */
function secondsToWait(why, answer, tries) {
  const asked = Number(answer?.headers.get("Retry-After")) || 0;
  if (why === "crowd") return asked || CROWD_WAIT_S;
  return Math.max(asked, Math.min(2 ** tries, LONGEST_WAIT_S));
}

/**
 * "Your tap is safe: next try in 40 s."
 * @param {{inSeconds: string, inMinutes: string}} words
 * @param {number} seconds
 */
export const nextTry = ({ inSeconds, inMinutes }, seconds) =>
  seconds < 100 ? say(inSeconds, { n: seconds }) : say(inMinutes, { n: Math.ceil(seconds / 60) });

/** An idempotency key. crypto.randomUUID is missing where a page has no https, and in older browsers. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
