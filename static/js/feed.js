/**
 * The live feed of one trip: where we are, what comes next, and how we stay connected.
 *
 *   idle ─start()─► catching-up ⇄ live      idle ◄─stop()─ any      any ─terminal close, stop(code)─► ended
 *                   catching-up ⇄ offline      any ─close in favour of newer pages─► paused ─wake(), resume()─► catching-up
 *
 * At most one link is ours, plus one probe that asks whether the first transport works again.
 * Every timer belongs to them or to the wait between two links; #hangUp ends them all.
 *
 * @typedef {{seq: number, epoch: string, type: string, at: string, data: Object}} Frame
 * @typedef {{terminal?: boolean, code?: number, retryAfterMs?: number}} Closing
 * @typedef {{after: string, onOpen: () => void, onFrame: (frame: Frame) => void,
 *   onHeartbeat: (position: string) => void, onClose: (why: Closing) => void}} Handlers
 * @typedef {{name: string, open: (handlers: Handlers) => {close: () => void}}} Transport
 * @typedef {{state: "catching-up"|"live"|"offline"|"paused"|"ended", since: number, code?: number}} Connection
 * @typedef {{now: () => number, setTimeout: (fn: () => void, ms: number) => unknown, clearTimeout: (id: unknown) => void}} Clock
 */

const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 20_000;
const LONGEST_ASKED_WAIT_MS = 300_000;
const RESET_JITTER_MS = 3_000; // all pages of a trip meet the same unknown frame at once
const WAKE_JITTER_MS = 1_000;
const BEHIND_MS = 2_000;
const OFFLINE_AFTER_MS = 5_000;
const PROBE_EVERY_MS = 300_000;
const HEARTBEAT_MS = 15_000;
const TRIES = 2;
const NOWHERE = { epoch: "0", seq: 0 }; // no log has this epoch: the answer is a RESET
const ELSEWHERE = 4409; // the same member has opened newer pages
// A link that dies younger is a failure, even if it worked: else tabs that oust each other would spin.
const STEADY_MS = 10_000;

/** @param {string} position */
function parse(position) {
  const [, epoch, seq] = /^(.+)\.(\d+)$/.exec(position ?? "") ?? [];
  return epoch ? { epoch, seq: Number(seq) } : null;
}

const newLink = () => ({ handle: null, helloAt: null, replayTo: Infinity });

export class Feed {
  #transports; #knows; #onFrame; #onState; #clock; #random; #heartbeatMs;
  #have; #head = null;
  #state = "idle";
  #link = null; #probe = null; #timers = new Map();
  #index = 0; #tries = 0; #failures = 0; #heardAt = 0; #notBefore = 0;

  /**
   * @param {{transports: Transport[], position: string, knows: (type: string) => boolean,
   *   onFrame: (frame: Frame, how: {replay: boolean}) => void, onState: (connection: Connection) => void, clock: Clock,
   *   random: () => number, heartbeatMs?: number}} options a frame of a type that it does not know is not handed on:
   *   the feed asks for a RESET instead
   */
  constructor({ transports, position, knows, onFrame, onState, clock, random, heartbeatMs = HEARTBEAT_MS }) {
    this.#transports = transports;
    this.#knows = knows;
    this.#have = parse(position);
    this.#onFrame = onFrame;
    this.#onState = onState;
    this.#clock = clock;
    this.#random = random;
    this.#heartbeatMs = Math.max(heartbeatMs, HEARTBEAT_MS); // a poll may be that slow
  }

  start() {
    if (this.#state !== "idle") return;
    this.#heardAt = this.#clock.now();
    this.#connect();
    this.#say("catching-up");
  }

  /** Without a code a pause that start() ends; with one (a close code) the end. @param {number} [code] */
  stop(code) {
    this.#hangUp();
    if (this.#state === "ended") return;
    if (code === undefined) this.#state = "idle";
    else this.#say("ended", { code });
  }

  /** The device is back: reconnect, unless the link is known to be alive or already on its way. */
  wake() {
    if (this.#state === "idle" || this.#state === "ended") return;
    if (this.#link && this.#link.helloAt === null) return;
    const patience = this.#heardAt + this.#heartbeatMs + BEHIND_MS - this.#clock.now();
    if (this.#link && patience > 0) return this.#doubt(patience);
    this.#hangUp();
    this.#index = this.#tries = 0;
    this.#retryIn(this.#random() * WAKE_JITTER_MS);
    if (this.#state === "live" || this.#state === "paused") this.#say("catching-up");
  }

  /** Somebody is at a page that made room for newer ones: only then it comes back, or pages would oust each other. */
  resume() {
    if (this.#state === "paused") this.wake();
  }

  #doubt(patience) {
    this.#expectSound(patience);
    if (this.#index > 0 && !this.#probe) this.#tryFirstTransport();
  }

  #connect() {
    this.#link = newLink();
    this.#expectSound();
    this.#dial(this.#link, this.#transports[this.#index]);
  }

  #tryFirstTransport() {
    this.#arm("probe", PROBE_EVERY_MS, () => this.#tryFirstTransport());
    this.#probe?.handle.close();
    this.#probe = newLink();
    this.#dial(this.#probe, this.#transports[0]);
  }

  #dial(link, transport) {
    const ours = () => link === this.#link || link === this.#probe;
    try {
      link.handle = transport.open({
        after: this.#have ? `${this.#have.epoch}.${this.#have.seq}` : "",
        onOpen: () => {}, // an open door proves nothing; the hello heartbeat does
        onFrame: (frame) => link === this.#link && this.#take(link, frame),
        onHeartbeat: (position) => ours() && this.#heartbeat(link, parse(position)),
        onClose: (why) => ours() && this.#closed(link, why),
      });
    } catch {
      this.#closed(link, {}); // a browser without this transport
    }
  }

  #heartbeat(link, head) {
    if (link === this.#probe) this.#promote(link);
    this.#heard();
    if (link.helloAt === null) this.#hello(link, head);
    this.#have ??= head;
    this.#head = head;
    this.#compare(false);
  }

  #hello(link, head) {
    link.helloAt = this.#clock.now();
    link.replayTo = head?.seq ?? 0;
    if (this.#index > 0) this.#arm("probe", PROBE_EVERY_MS, () => this.#tryFirstTransport());
  }

  #promote(probe) {
    this.#link.handle.close();
    this.#link = probe;
    this.#probe = null;
    this.#index = this.#tries = 0;
    this.#disarm("probe");
  }

  #take(link, frame) {
    this.#heard();
    const reset = frame.type === "RESET";
    const have = this.#have;
    if (!reset && have) {
      const known = frame.epoch === have.epoch;
      if (known && frame.seq <= have.seq) return;
      if (!known || frame.seq !== have.seq + 1) return this.#fail({ hurry: true });
    }
    if (!this.#knows(frame.type)) return this.#askForReset();
    this.#have = { epoch: frame.epoch, seq: frame.seq };
    if (reset) [this.#head, link.replayTo] = [this.#have, frame.seq];
    this.#onFrame(frame, { replay: reset || frame.seq <= link.replayTo });
    if (link === this.#link) this.#compare(true);
  }

  /** What an unknown frame changes cannot be told from it. The transport is not to blame. */
  #askForReset() {
    this.#have = NOWHERE;
    this.#fail({ retryAfterMs: this.#random() * RESET_JITTER_MS, isTransports: false });
  }

  #compare(moved) {
    const head = this.#head;
    const behind = head && (head.epoch !== this.#have.epoch || head.seq > this.#have.seq);
    if (!behind) {
      this.#disarm("behind");
      return this.#say("live");
    }
    // Only a frame buys more time: a server that keeps saying "ahead" and sends nothing is left.
    if (moved || !this.#timers.has("behind")) this.#arm("behind", BEHIND_MS, () => this.#fail({ hurry: true }));
    if (this.#state === "offline") this.#say("catching-up");
  }

  #closed(link, { terminal = false, code, retryAfterMs = 0 }) {
    if (terminal) this.stop(code);
    else if (link === this.#probe) this.#probe = null;
    else if (code === ELSEWHERE) this.#pause();
    else this.#fail({ retryAfterMs });
  }

  #pause() {
    this.#hangUp();
    this.#say("paused");
  }

  #fail({ hurry = false, retryAfterMs = 0, isTransports = true }) {
    const now = this.#clock.now();
    const { helloAt } = this.#link;
    this.#hangUp();
    this.#count(helloAt !== null && now - helloAt >= STEADY_MS, isTransports);
    const asked = Math.min(retryAfterMs, LONGEST_ASKED_WAIT_MS);
    this.#notBefore = now + asked;
    this.#retryIn(hurry && this.#failures < TRIES ? 0 : asked + this.#random() * this.#longestWait());
    if (this.#state === "live") this.#say("catching-up");
    const silent = helloAt === null ? now - this.#heardAt : 0;
    if (this.#state === "catching-up") this.#sayOfflineIn(OFFLINE_AFTER_MS - silent + Math.min(asked, OFFLINE_AFTER_MS));
  }

  /** Unless we are heard until then: the next try may be far. */
  #sayOfflineIn(ms) {
    const say = () => this.#say("offline", { since: this.#heardAt });
    if (ms < 0) say();
    else this.#arm("offline", ms, say);
  }

  #count(steady, isTransports) {
    this.#failures = steady ? 0 : this.#failures + 1;
    this.#tries = steady || !isTransports ? 0 : this.#tries + 1;
    if (this.#tries < TRIES) return;
    this.#tries = 0;
    this.#index = (this.#index + 1) % this.#transports.length; // all failed: it is the network, begin again
  }

  #longestWait() {
    return Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
  }

  #retryIn(ms) {
    this.#arm("retry", Math.max(ms, this.#notBefore - this.#clock.now()), () => this.#connect());
  }

  #heard() {
    this.#heardAt = this.#clock.now();
    this.#disarm("offline");
    this.#expectSound();
  }

  #expectSound(ms = 2.5 * this.#heartbeatMs) {
    this.#arm("silence", ms, () => this.#fail({ hurry: true }));
  }

  #hangUp() {
    for (const name of [...this.#timers.keys()]) this.#disarm(name);
    const links = [this.#link, this.#probe];
    this.#link = this.#probe = null;
    for (const link of links) link?.handle?.close();
  }

  #arm(name, ms, act) {
    this.#disarm(name);
    this.#timers.set(name, this.#clock.setTimeout(() => {
      this.#timers.delete(name);
      act();
    }, ms));
  }

  #disarm(name) {
    this.#clock.clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #say(state, { since = this.#clock.now(), code } = {}) {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState({ state, since, code });
  }
}
