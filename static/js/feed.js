import { isBefore, parsePosition, positionOf } from "./position.js";

/**
 * The live feed of one trip: where we are, what comes next, and how we stay connected.
 *
 *   idle ─start()─► catching-up ⇄ live      idle ◄─stop()─ any      any ─terminal close, stop(code)─► ended
 *                   catching-up ⇄ offline
 *   any ─close in favour of newer pages─► paused ─wake(), resume()─► catching-up
 *
 * The link that we go by has said hello. Beside it stand trials, which have not. While there is none, one transport
 * after the other is tried, and where one keeps silent the last, which passes everywhere, stands in meanwhile. While
 * we go by a worse one, the better are tried again, ever more seldom.
 * Every timer belongs to them or to the wait between two links; #hangUp ends them all.
 *
 * @typedef {{terminal?: boolean, code?: number, retryAfterMs?: number}} Closing
 * @typedef {{after: string, onOpen: () => void, onFrame: (frame: Frame) => void,
 *   onHeartbeat: (position: string) => void, onClose: (why: Closing) => void}} Handlers
 * @typedef {{name: string, open: (handlers: Handlers) => {close: () => void}}} Transport
 * @typedef {{state: "catching-up"|"live"|"offline"|"paused"|"ended", since: number, code?: number}} Connection
 * @typedef {{now: () => number, setTimeout: (fn: () => void, ms: number) => number,
 *   clearTimeout: (id?: number) => void}} Clock
 * @typedef {import("./position.js").Position} Position
 * @typedef {{index: number, handle: ?{close: () => void}, helloAt: ?number, replayTo: number, from: ?Position}} Link
 */

const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 20_000;
const LONGEST_ASKED_WAIT_MS = 300_000;
const RESET_JITTER_MS = 3_000; // all pages of a trip meet the same unknown frame at once
const WAKE_JITTER_MS = 1_000;
const BEHIND_MS = 2_000;
const SNAPSHOT_WITHIN_MS = 10_000; // what was missed, or a whole RESET, has to be read first
const OFFLINE_AFTER_MS = 5_000;
const SILENT_MS = 2_000;
const HELLO_WITHIN_MS = 10_000;
const FIRST_PROBE_MS = 15_000;
const LAST_PROBE_MS = 300_000;
const HEARTBEAT_MS = 15_000;
const SILENT_BEATS = 2.5;
const TRIES = 2;
const NOWHERE = { epoch: "0", seq: 0 }; // no log has this epoch: the answer is a RESET
const ELSEWHERE = 4409; // the same member has opened newer pages
// A link that dies younger is a failure, even if it worked: else tabs that oust each other would spin.
const STEADY_MS = 10_000;

export class Feed {
  #transports;
  #knows;
  #onFrame;
  #onState;
  #onTransport;
  #clock;
  #random;
  #heartbeatMs;
  #have;
  /** @type {?Position} */
  #head = null;
  /** @type {"idle"|Connection["state"]} */
  #state = "idle";
  /** @type {?Link} */
  #link = null;
  /** @type {Map<number, Link>} */
  #trials = new Map();
  /** @type {Map<string, number>} */
  #timers = new Map();
  #first;
  #tries = 0;
  #failures = 0;
  #heardAt = 0;
  #lostAt = 0;
  #notBefore = 0;
  #probeMs = FIRST_PROBE_MS;

  /**
   * @param {{transports: Transport[], position: string, knows: (type: string) => boolean,
   *   onFrame: (frame: Frame, how: {replay: boolean}) => void, onState: (connection: Connection) => void, clock: Clock,
   *   random: () => number, heartbeatMs?: number, first?: ?string, onTransport?: (name: string) => void}} options
   *   transports, the best first; a frame of a type that it does not know is not handed on: the feed asks for a RESET
   *   instead; `first` is the transport that worked last time, and onTransport gets what to give as such next time
   */
  constructor({
    transports,
    position,
    knows,
    onFrame,
    onState,
    clock,
    random,
    heartbeatMs = HEARTBEAT_MS,
    first,
    onTransport = () => {},
  }) {
    this.#transports = transports;
    this.#knows = knows;
    this.#have = parsePosition(position);
    this.#onFrame = onFrame;
    this.#onState = onState;
    this.#onTransport = onTransport;
    this.#first = Math.max(
      0,
      transports.findIndex(({ name }) => name === first),
    );
    this.#clock = clock;
    this.#random = random;
    this.#heartbeatMs = Math.max(heartbeatMs, HEARTBEAT_MS); // a poll may be that slow
  }

  start() {
    if (this.#state !== "idle") return;
    this.#heardAt = this.#clock.now();
    this.#probeMs = FIRST_PROBE_MS;
    this.#lose();
    this.#search();
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
    if (!this.#link && this.#trials.size) return;
    const patience = this.#heardAt + this.#heartbeatMs + BEHIND_MS - this.#clock.now();
    if (this.#link && patience > 0) return this.#doubt(this.#link, patience);
    this.#hangUp();
    this.#tries = 0;
    this.#probeMs = FIRST_PROBE_MS;
    this.#retryIn(this.#random() * WAKE_JITTER_MS);
    this.#lose();
  }

  /** The device says that it has no network: a link that died of it would keep silent for long. */
  cutOff() {
    if (this.#state !== "live" && this.#state !== "catching-up") return;
    this.#hangUp();
    this.#say("offline", { since: this.#heardAt });
    this.#retryIn(this.#random() * this.#longestWait());
  }

  /** Somebody is at a page that made room for newer ones: only then it comes back, or pages would oust each other. */
  resume() {
    if (this.#state === "paused") this.wake();
  }

  /** @param {Link} link @param {number} patience */
  #doubt(link, patience) {
    this.#expectSound(patience);
    if (link.index > 0) this.#probe();
  }

  #search() {
    this.#arm("stand-in", SILENT_MS, () => this.#standIn());
    this.#try(this.#first);
  }

  #standIn() {
    const last = this.#transports.length - 1;
    this.#try(this.#trials.has(last) ? 0 : last);
  }

  #probe() {
    if (!this.#trials.size) {
      this.#probeMs = Math.min(2 * this.#probeMs, LAST_PROBE_MS);
      this.#try(0);
    }
    this.#arm("probe", this.#probeMs, () => this.#probe());
  }

  /** @param {number} index */
  #try(index) {
    if (this.#trials.has(index)) return;
    /** @type {Link} */
    const link = { index, handle: null, helloAt: null, replayTo: Infinity, from: this.#have };
    const ours = () => link === this.#link || link === this.#trials.get(index);
    this.#trials.set(index, link);
    this.#expectHello(link, HELLO_WITHIN_MS);
    try {
      link.handle = this.#transports[index].open({
        after: this.#have ? positionOf(this.#have) : "",
        onOpen: () => {}, // an open door proves nothing; the hello heartbeat does
        onFrame: (frame) => ours() && this.#frame(link, frame),
        onHeartbeat: (position) => ours() && this.#heartbeat(link, parsePosition(position)),
        onClose: (why) => ours() && this.#closed(link, why),
      });
    } catch {
      this.#closed(link, {}); // a browser without this transport
    }
  }

  /** @param {Link} link @param {number} ms */
  #expectHello(link, ms) {
    this.#arm(`trial ${link.index}`, ms, () => this.#closed(link, {}));
  }

  /** @param {Link} link @param {?Position} head */
  #heartbeat(link, head) {
    const isHello = link.helloAt === null;
    if (isHello && link.from !== this.#have && isBefore(head, this.#have)) {
      this.#drop(link); // another link has brought more meanwhile: it is to go on from there
      return this.#try(link.index);
    }
    if (isHello) [link.helloAt, link.replayTo] = [this.#clock.now(), head?.seq ?? 0];
    // Some filters let the beginning of a stream through and hold back the rest: it has to be heard again.
    if (isHello && this.#link && link.index > 0) return this.#expectHello(link, SILENT_BEATS * this.#heartbeatMs);
    this.#goBy(link);
    this.#heard();
    this.#have ??= head;
    this.#head = head;
    this.#compare(link, false);
  }

  /** @param {Link} link @param {Frame} frame */
  #frame(link, frame) {
    this.#goBy(link);
    this.#take(link, frame);
  }

  /** @param {Link} link */
  #goBy(link) {
    if (link === this.#link) return;
    this.#forget(link);
    for (const other of this.#links()) if (other.index > link.index) this.#drop(other);
    this.#link = link;
    link.helloAt ??= this.#clock.now();
    if (this.#first !== link.index) [this.#first, this.#tries] = [link.index, 0];
    this.#disarm("stand-in");
    this.#disarm("probe");
    if (link.index > 0) this.#arm("probe", this.#probeMs, () => this.#probe());
    else this.#probeMs = FIRST_PROBE_MS;
    this.#onTransport(this.#transports[link.index].name);
  }

  /** @param {Link} link @param {Frame} frame */
  #take(link, frame) {
    this.#heard();
    const reset = frame.type === "RESET";
    const have = this.#have;
    // Another link has brought more since this one was opened: what we have comes on this one as well.
    if (reset && isBefore(frame, have) && link.from !== have) return;
    if (!reset && have) {
      const known = frame.epoch === have.epoch;
      if (known && frame.seq <= have.seq) return;
      if (!known || frame.seq !== have.seq + 1) return this.#fail({ hurry: true });
    }
    if (!this.#knows(frame.type)) return this.askForReset();
    link.from = this.#have = { epoch: frame.epoch, seq: frame.seq };
    if (reset) [this.#head, link.replayTo] = [this.#have, frame.seq];
    try {
      this.#onFrame(frame, { replay: reset || frame.seq <= link.replayTo });
    } catch (error) {
      this.askForReset(); // of a shape that this page does not know: what stands is not the truth
      throw error;
    }
    if (link === this.#link) this.#compare(link, true);
  }

  /** What an unknown frame changes cannot be known from it. The transport is not to blame. */
  askForReset() {
    this.#have = NOWHERE;
    this.#fail({ retryAfterMs: this.#random() * RESET_JITTER_MS, blamesTransport: false });
  }

  /** @param {Link} link @param {boolean} moved */
  #compare(link, moved) {
    const [head, have] = [this.#head, this.#have];
    const behind = head && have && (head.epoch !== have.epoch || head.seq > have.seq);
    if (!behind) {
      this.#disarm("behind");
      return this.#say("live");
    }
    // Only a frame buys more time: a server that keeps saying "ahead" and sends nothing is left.
    const patience = head.epoch !== have.epoch || have.seq < link.replayTo ? SNAPSHOT_WITHIN_MS : BEHIND_MS;
    if (moved || !this.#timers.has("behind")) this.#arm("behind", patience, () => this.#fail({ hurry: true }));
    if (this.#state === "offline") this.#say("catching-up");
  }

  /** @param {Link} link @param {Closing} why */
  #closed(link, { terminal = false, code, retryAfterMs = 0 }) {
    if (terminal) return this.stop(code);
    if (this.#link && link !== this.#link) return this.#tryNext(link, this.#link.index);
    if (code === ELSEWHERE) return this.#makeRoom(link);
    if (this.#link || retryAfterMs) return this.#fail({ retryAfterMs, link });
    if (!this.#tryNext(link, this.#transports.length) && !this.#trials.size) this.#fail({ link });
  }

  /**
   * Puts the next transport on trial in place of one that led nowhere, if it is before `end`; gives whether it is.
   * @param {Link} link
   * @param {number} end
   */
  #tryNext(link, end) {
    this.#drop(link);
    const hasNext = link.index + 1 < end;
    if (hasNext) this.#try(link.index + 1);
    return hasNext;
  }

  /** What is newer may be a trial of our own: then we go by that. @param {Link} link */
  #makeRoom(link) {
    this.#drop(link);
    if (this.#trials.size) return this.#lose();
    this.#hangUp();
    this.#say("paused");
  }

  /**
   * @param {{hurry?: boolean, retryAfterMs?: number, blamesTransport?: boolean, isSilent?: boolean, link?: ?Link}} why
   *   the link that we go by has failed, or else `link`
   */
  #fail({ hurry = false, retryAfterMs = 0, blamesTransport = true, isSilent = false, link = this.#link }) {
    if (!link) return; // stopped meanwhile
    const now = this.#clock.now();
    this.#hangUp();
    if (link.helloAt === null) this.#countRound(link);
    else this.#count(!isSilent && now - link.helloAt >= STEADY_MS, blamesTransport);
    const asked = Math.min(retryAfterMs, LONGEST_ASKED_WAIT_MS);
    this.#notBefore = now + asked;
    this.#retryIn(hurry && this.#failures < TRIES ? 0 : asked + this.#random() * this.#longestWait());
    this.#lose(Math.min(asked, OFFLINE_AFTER_MS));
  }

  /** Nothing is live: that is soon called offline, unless we are heard until then. The next try may be far. */
  #lose(patience = 0) {
    const now = this.#clock.now();
    if (this.#state !== "catching-up" && this.#state !== "offline") {
      this.#lostAt = now;
      this.#say("catching-up");
    }
    if (this.#state !== "catching-up") return;
    const say = () => this.#say("offline", { since: this.#heardAt });
    const left = this.#lostAt + OFFLINE_AFTER_MS + patience - now;
    if (left < 0) say();
    else this.#arm("offline", left, say);
  }

  /** All have failed, or the server asks to wait before the next: then that one is the first. @param {Link} link */
  #countRound({ index }) {
    this.#failures += 1;
    this.#tries = 0;
    this.#first = (index + 1) % this.#transports.length;
  }

  /** @param {boolean} steady @param {boolean} blamesTransport */
  #count(steady, blamesTransport) {
    this.#failures = steady ? 0 : this.#failures + 1;
    this.#tries = steady || !blamesTransport ? 0 : this.#tries + 1;
    if (this.#tries < TRIES) return;
    this.#tries = 0;
    this.#first = (this.#first + 1) % this.#transports.length;
  }

  #longestWait() {
    return Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
  }

  /** @param {number} ms */
  #retryIn(ms) {
    this.#arm("retry", Math.max(ms, this.#notBefore - this.#clock.now()), () => this.#search());
  }

  #heard() {
    this.#heardAt = this.#clock.now();
    this.#disarm("offline");
    this.#expectSound();
  }

  #expectSound(ms = SILENT_BEATS * this.#heartbeatMs) {
    this.#arm("silence", ms, () => this.#fail({ hurry: true, isSilent: true }));
  }

  #hangUp() {
    for (const name of [...this.#timers.keys()]) this.#disarm(name);
    for (const link of this.#links()) this.#drop(link);
  }

  #links() {
    return [...(this.#link ? [this.#link] : []), ...this.#trials.values()];
  }

  /** @param {Link} link */
  #drop(link) {
    this.#forget(link);
    link.handle?.close();
  }

  /** @param {Link} link */
  #forget(link) {
    if (link === this.#link) this.#link = null;
    if (link !== this.#trials.get(link.index)) return;
    this.#trials.delete(link.index);
    this.#disarm(`trial ${link.index}`);
  }

  /** @param {string} name @param {number} ms @param {() => void} act */
  #arm(name, ms, act) {
    this.#disarm(name);
    this.#timers.set(
      name,
      this.#clock.setTimeout(() => {
        this.#timers.delete(name);
        act();
      }, ms),
    );
  }

  /** @param {string} name */
  #disarm(name) {
    this.#clock.clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  /** @param {Connection["state"]} state @param {{since?: number, code?: number}} [more] */
  #say(state, { since = this.#clock.now(), code } = {}) {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState({ state, since, code });
  }
}
