/**
 * The time on the server, which alone decides what is over and how old something is. The clock of the device may be
 * hours wrong and is not asked: from one message of the server to the next the page counts the milliseconds itself.
 *
 * What the server says may have been long on its way (a page may come out of a cache), so the time is that or later;
 * an answer was not written before it was asked for, so the time is no later than that allows. While a device sleeps
 * some browsers count nothing. Then we are behind until we hear again, and nothing is over too soon.
 */

const NOTICED_MS = 500;

/** Dispatches "change" when it has moved so far that what is drawn may not be so any more. */
export class ServerClock extends EventTarget {
  #count;
  #ahead = NaN;

  /** @param {() => number} count milliseconds that pass, from any beginning */
  constructor(count) {
    super();
    this.#count = count;
  }

  /** @returns {number} as of Date.now(); NaN, at which nothing is over, until the server was heard */
  now() {
    return this.#count() + this.#ahead;
  }

  /** For `hear`: the moment at which something is asked. @returns {number} */
  ask() {
    return this.#count();
  }

  /**
   * @param {string} [at] the moment that the server wrote into a message
   * @param {number} [asked] what `ask` gave, if the message is an answer
   */
  hear(at, asked = -Infinity) {
    const moment = Date.parse(at ?? "");
    if (Number.isNaN(moment)) return;
    const [before, least, most] = [this.#ahead, moment - this.#count(), moment - asked];
    this.#ahead = Number.isNaN(before) ? least : Math.min(Math.max(before, least), most);
    if (!(Math.abs(this.#ahead - before) < NOTICED_MS)) this.dispatchEvent(new Event("change"));
  }
}

export const serverClock = new ServerClock(() => performance.now());
serverClock.hear(globalThis.document?.querySelector("trip-hub")?.dataset.at);
