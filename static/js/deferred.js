import { pause } from "./pause.js";

/**
 * The script that draws changes. A page as it was served needs none of it, so it is loaded once the page has been still
 * for a moment, or at the first change; changes wait for it, in their order.
 */

const STILL_MS = 1_000;
const LOADS_WITHIN_MS = 15_000;
const LONGEST_PAUSE_MS = 16_000;

/** What a joined script takes of that of the page; by itself it imports what it needs. @typedef {object} Shared */

class Deferred {
  isThere = false;
  /** @type {(() => void)[]} */
  #waiting = [];
  /** @type {URL|undefined} */
  #url;
  /** @type {Shared|undefined} */
  #shared;
  #isLoading = false;

  /** Whether a change waits to be drawn. */
  get isAwaited() {
    return this.#waiting.length > 0;
  }

  /** Says where it is; each page with a hub has one. @param {URL} url @param {Shared} [shared] */
  comesFrom(url, shared) {
    [this.#url, this.#shared] = [url, shared];
    if (this.isAwaited) this.#load();
    else setTimeout(() => this.#load(), STILL_MS);
  }

  /** Acts now if it is there, else once it is, which is hastened. @param {() => void} act */
  whenThere(act) {
    if (this.isThere) return act();
    this.#waiting.push(act);
    this.#load();
  }

  async #load() {
    if (!this.#url || this.#isLoading) return;
    this.#isLoading = true;
    const script = await this.#script(this.#url);
    this.isThere = true;
    for (const act of [() => script.default?.(this.#shared), ...this.#waiting.splice(0)]) {
      try {
        act();
      } catch (fault) {
        reportError(fault);
      }
    }
  }

  /** Some browsers keep that an import failed, so each try has an address of its own. @param {URL} url */
  async #script(url) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await inTime(import(`${url}${tries ? `?${tries}` : ""}`));
      } catch {
        await pause(Math.min(1000 * 2 ** tries, LONGEST_PAUSE_MS), new AbortController().signal, "online");
      }
    }
  }
}

/**
 * @template Loaded
 * @param {Promise<Loaded>} loading
 * @returns {Promise<Loaded>}
 */
const inTime = (loading) =>
  new Promise((resolve, reject) => {
    setTimeout(reject, LOADS_WITHIN_MS);
    loading.then(resolve, reject);
  });

export const deferred = new Deferred();
