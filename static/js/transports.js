import { eventParser, readText } from "./event-stream.js";
import { positionAfter, positionOf } from "./position.js";
import { serverClock } from "./server-clock.js";

/**
 * The three ways to the live feed. Each factory takes an address (a path will do) and gives the feed one way of
 * opening it. The handlers are never called before open() has returned, nor after close() or onClose.
 *
 * A refusal over HTTP is reported with the socket's close code, 4000 + status, so that a page knows one set of codes.
 *
 * @typedef {import("./feed.js").Transport} Transport
 * @typedef {import("./feed.js").Handlers} Handlers
 * @typedef {import("./feed.js").Closing} Closing
 * @typedef {typeof globalThis} Browser  what the tests put something else in place of
 */

const GIVE_UP_MS = 10_000;
const POLL_MS = 4_000;
const TERMINAL = [4400, 4403, 4404, 4410];

/**
 * @param {string} url
 * @returns {Transport}
 */
export function socket(url, browser = globalThis) {
  /** @param {Handlers} handlers */
  const open = (handlers) => {
    const address = addressOf(url, handlers.after, browser);
    address.protocol = address.protocol.replace("http", "ws");
    const line = new browser.WebSocket(address);
    const opening = new Opening(handlers, browser, () => line.close());
    opening.giveUpLater();
    line.onopen = () => opening.succeed();
    line.onmessage = ({ data }) => opening.deliver(parseJson(data));
    line.onclose = ({ code }) => opening.end(verdict(code));
    return { close: () => opening.end() };
  };
  return { name: "socket", open };
}

/**
 * Server-sent events by hand: EventSource reports neither the status of a refusal nor the heartbeat comments.
 * @param {string} url
 * @returns {Transport}
 */
export function stream(url, browser = globalThis) {
  /** @param {Handlers} handlers */
  const open = (handlers) => {
    const aborter = new AbortController();
    const opening = new Opening(handlers, browser, () => aborter.abort());
    /** @type {Closing} */
    const why = {};
    const push = eventParser({
      onData: (data) => opening.deliver(parseJson(data)),
      onComment: (comment) => {
        const [, code] = /^closed (\d+)$/.exec(comment) ?? [];
        if (code) Object.assign(why, verdict(Number(code)));
        opening.hearComment(comment);
      },
      onRetry: (ms) => {
        why.retryAfterMs = ms;
      },
    });
    const run = async () => {
      opening.giveUpLater();
      const response = await request(addressOf(url, handlers.after, browser), "text/event-stream", aborter, browser);
      if (!isGood(response, "text/event-stream")) return opening.end(refusal(response));
      opening.succeed();
      for await (const text of readText(response.body)) push(text);
    };
    run()
      .catch((fault) => browser.reportError(fault))
      .finally(() => opening.end(why));
    return { close: () => opening.end() };
  };
  return { name: "stream", open };
}

/**
 * @param {string} url
 * @returns {Transport}
 */
export function poll(url, browser = globalThis) {
  /** @param {Handlers} handlers */
  const open = (handlers) => {
    const aborter = new AbortController();
    const opening = new Opening(handlers, browser, () => aborter.abort());
    let { after } = handlers;
    const once = async () => {
      opening.ask();
      opening.giveUpLater();
      const response = await request(addressOf(url, after, browser), "application/json", aborter, browser);
      const frames = isGood(response, "application/json") && (await framesOf(response));
      if (!frames) return opening.end(refusal(response));
      opening.succeed();
      after = positionAfter(frames) ?? after;
      opening.hearHead(after); // first, as on the other doors: what lies before it was missed, not live
      for (const frame of frames) opening.deliver(frame);
      opening.later(POLL_MS * (0.75 + browser.Math.random() / 2), again);
    };
    const again = () =>
      once().catch((fault) => {
        opening.end({});
        browser.reportError(fault);
      });
    again();
    return { close: () => opening.end() };
  };
  return { name: "poll", open };
}

/** One opening of a transport: has at most one timer, ends once, and is silent ever after. */
class Opening {
  #handlers;
  #browser;
  #release;
  /** @type {number|undefined} */
  #timer;
  /** @type {number|undefined} */
  #asked;
  #isOpen = false;
  #isOver = false;

  /** @param {Handlers} handlers @param {Browser} browser @param {() => void} release */
  constructor(handlers, browser, release) {
    this.#handlers = handlers;
    this.#browser = browser;
    this.#release = release;
    this.ask();
  }

  /** What comes next from the server is an answer, and not older than this. */
  ask() {
    this.#asked = serverClock.ask();
  }

  giveUpLater() {
    this.later(GIVE_UP_MS, () => this.end({}));
  }

  /** @param {number} ms @param {() => void} act */
  later(ms, act) {
    if (this.#isOver) return;
    this.#timer = this.#browser.setTimeout(act, ms);
  }

  succeed() {
    this.#browser.clearTimeout(this.#timer);
    if (this.#isOpen || this.#isOver) return;
    this.#isOpen = true;
    this.#handlers.onOpen();
  }

  /** @param {?Frame} frame */
  deliver(frame) {
    if (this.#isOver) return;
    if (!frame) this.end({});
    else if (frame.type === "HEARTBEAT") {
      this.hearTime(frame.at);
      this.hearHead(positionOf(frame));
    } else this.#handlers.onFrame(frame);
  }

  /** @param {string} comment */
  hearComment(comment) {
    const [, position] = /^heartbeat (\S+)$/.exec(comment) ?? [];
    if (position) this.hearHead(position);
    const [, at] = /^at (\S+)$/.exec(comment) ?? [];
    if (at) this.hearTime(at);
  }

  /** @param {string} at */
  hearTime(at) {
    serverClock.hear(at, this.#asked);
    this.#asked = undefined;
  }

  /** @param {string} position */
  hearHead(position) {
    if (!this.#isOver) this.#handlers.onHeartbeat(position);
  }

  /** @param {Closing} [why]  nothing where the feed itself closed it */
  end(why) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#browser.clearTimeout(this.#timer);
    this.#release();
    if (why) this.#handlers.onClose({ terminal: false, ...why });
  }
}

/** @param {number} code @returns {Closing} */
const verdict = (code) => ({ code, terminal: TERMINAL.includes(code) });

/** @param {string} url @param {string} after @param {Browser} browser */
function addressOf(url, after, browser) {
  const address = new URL(url, browser.location?.href);
  if (after) address.searchParams.set("after", after);
  return address;
}

/** @param {URL} address @param {string} accept @param {AbortController} aborter @param {Browser} browser */
function request(address, accept, { signal }, browser) {
  return browser.fetch(address, { headers: { Accept: accept }, cache: "no-store", signal }).catch(() => null);
}

/** @param {?Response} response @param {string} type @returns {response is Response} */
const isGood = (response, type) => Boolean(response?.ok && isOfType(response, type));
/** @param {Response} response @param {string} type */
const isOfType = (response, type) => (response.headers.get("Content-Type") ?? "").startsWith(type);

/**
 * Only JSON is a word of our server; a hotel's login page may say 403 or 404 as well, and is tried again.
 * @param {?Response} response
 * @returns {Closing}
 */
function refusal(response) {
  if (!response) return {};
  const code = 4000 + response.status;
  const seconds = Number(response.headers.get("Retry-After"));
  return {
    code,
    terminal: TERMINAL.includes(code) && isOfType(response, "application/json"),
    retryAfterMs: seconds > 0 ? seconds * 1000 : undefined,
  };
}

/** @param {Response} response @returns {Promise<?Frame[]>} */
async function framesOf(response) {
  const answer = await response.json().catch(() => null);
  return Array.isArray(answer?.frames) ? answer.frames : null;
}

/** @param {string} text @returns {?Frame} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
