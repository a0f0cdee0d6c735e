import { abortAfter } from "./abort-after.js";
import { nextTry, untilAnswered } from "./patience.js";
import { pause } from "./pause.js";
import { say, sentences, textOf } from "./words/catalogue.js";

/** Sends what a form holds, and says how that goes, until the server has answered. */

const TRY_MS = 15_000;

/**
 * @typedef {import("./patience.js").Why} Why
 * @typedef {{url: string, body: FormData, key?: string, isAwaited: boolean}} Call  `key` goes as a header too, for
 *   nginx; with `isAwaited` a request under way is not aborted when given up: its answer brings what nobody else has
 */

/**
 * @param {Call} call
 * @param {AbortSignal} signal  gives it up: then nothing is sent any more, and this throws
 * @param {{again: string, inSeconds: string, inMinutes: string, crowd: string}} words  the ids of what is said
 * @param {(words: string, how?: {aloud: boolean}) => void} show
 * @returns {Promise<Response>} the answer; a redirect if twice there was one, which may be that of a server of the
 *   first release, or of somebody between us: no script learns where it leads
 */
export function answerTo(call, signal, words, show) {
  let wasRedirected = false;
  /** @param {Response} answer */
  const isAnswer = (answer) => {
    const isOurs = answer.type === "opaqueredirect" ? wasRedirected : !isForeign(answer);
    wasRedirected ||= answer.type === "opaqueredirect";
    return isOurs;
  };
  const send = async () => {
    const answer = await post(call, signal);
    return answer && isAnswer(answer) ? answer : null;
  };
  /** @param {Why} why @param {number} seconds */
  const wait = (why, seconds) => (why === "crowd" ? countDown(seconds) : waitForNetwork(why, seconds));
  /** @param {"offline"|"busy"} why @param {number} seconds */
  const waitForNetwork = (why, seconds) => {
    show(textOf(sentences(say(why), say(words.again))));
    return pause(seconds * 1000, signal, "online");
  };
  /** Not by the clock of the device, which may be set while this waits. @param {number} seconds */
  const countDown = async (seconds) => {
    const end = performance.now() + seconds * 1000;
    for (let left = seconds; left > 0; left = Math.ceil((end - performance.now()) / 1000)) {
      show(textOf(sentences(say(words.crowd), nextTry(words, left))), { aloud: left === seconds });
      await pause(1000, signal);
    }
  };
  return untilAnswered(send, wait);
}

/**
 * Null where there was no answer in time. A browser without `fetch` throws.
 * @param {Call} call
 * @param {AbortSignal} signal
 */
function post({ url, body, key, isAwaited }, signal) {
  const gone = isAwaited ? undefined : signal;
  const headers = { Accept: "application/json", ...(key && { "Idempotency-Key": key }) };
  const asked = fetch(url, { method: "POST", body, headers, redirect: "manual", signal: abortAfter(TRY_MS, gone) });
  return asked.catch((failure) => {
    if (gone?.aborted) throw failure;
    return null;
  });
}

/** A page in place of our answer: somebody between us wants a login first. @param {Response} answer */
const isForeign = ({ ok, headers }) => ok && !(headers.get("Content-Type") ?? "").startsWith("application/json");
