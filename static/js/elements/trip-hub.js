import { deferred } from "../deferred.js";
import { clock } from "../device-clock.js";
import { Feed } from "../feed.js";
import { positionOf } from "../position.js";
import { serverClock } from "../server-clock.js";
import { poll, socket, stream } from "../transports.js";
import { applyFrame, endOf, FRAMES, goal, isKnown, statusOf } from "../trip.js";
import { isStrangeZone, learnAllZones, learnZones, say } from "../words/catalogue.js";

const DRAW_AFTER_MS = 16;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Holds the state of one trip and its feed; the elements inside listen.
 * trip:frame {frame, replay, before, after} comes with each frame, trip:state when there is something to draw,
 * trip:connection {state, since, code} when the connection changes.
 */
export class TripHub extends HTMLElement {
  /** @type {TripNow} */
  state;
  /** @type {Feed} */
  #feed;
  /** @type {number|undefined} */
  #drawing;
  /** @type {number|undefined} */
  #deadline;
  /** @type {Promise<void>|undefined} */
  #learning;
  /** @type {AbortController} */
  #listening;
  /** @type {import("../feed.js").Connection} */
  #connection;

  connectedCallback() {
    this.state ??= firstState(this.dataset.trip);
    const { timeZone } = this.state;
    if (this.dataset.zone) learnZones({ [timeZone]: this.dataset.zone });
    this.#draw();
    if ("still" in this.dataset) return;
    this.#feed = new Feed({
      transports: transports(encodeURIComponent(`${this.dataset.ref}`)),
      position: positionOf(this.state),
      knows: isKnown,
      onFrame: (frame, { replay }) => deferred.whenThere(() => this.#takeOrAsk(frame, replay)),
      onState: (connection) => this.#tell(connection),
      clock,
      random: Math.random,
      heartbeatMs: Number(this.dataset.heartbeatMs),
      first: transportThatWorked(),
      onTransport: rememberTransport,
    });
    this.#listen();
    this.#feed.start();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#feed?.stop();
    clearTimeout(this.#deadline);
  }

  #listen() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    serverClock.addEventListener("change", () => this.#draw(), { signal });
    const wake = () => document.visibilityState === "visible" && this.#feed.wake();
    document.addEventListener("visibilitychange", wake, { signal });
    addEventListener("online", wake, { signal });
    for (const sign of ["focus", "pointerdown", "keydown"])
      addEventListener(sign, () => this.#feed.resume(), { signal });
    addEventListener("offline", () => this.#feed.cutOff(), { signal });
    addEventListener("pageshow", ({ persisted }) => (persisted ? this.#feed.start() : wake()), { signal });
    addEventListener("pagehide", () => this.#feed.stop(), { signal });
  }

  /** Live is the page once it has drawn what came before. @param {import("../feed.js").Connection} connection */
  #tell(connection) {
    this.#connection = connection;
    const dispatch = () => connection === this.#connection && this.#dispatch("trip:connection", connection);
    if (connection.state === "live" && deferred.isAwaited) deferred.whenThere(dispatch);
    else dispatch();
  }

  /** What had to wait may be of a shape that this page does not know. @param {Frame} frame @param {boolean} replay */
  #takeOrAsk(frame, replay) {
    try {
      this.#take(frame, replay);
    } catch (fault) {
      this.#feed.askForReset();
      throw fault;
    }
  }

  /** @param {Frame} frame @param {boolean} replay */
  #take(frame, replay) {
    const before = this.state;
    this.state = { ...applyFrame(before, frame), nowMs: before.nowMs };
    const news = { frame, replay, before, after: this.state };
    const publish = () => {
      this.#dispatch("trip:frame", news);
      this.#drawing ??= setTimeout(() => this.#draw(), DRAW_AFTER_MS);
    };
    if (isStrangeZone(this.state.timeZone)) this.#learning ??= this.#learnAllZones();
    if (this.#learning) this.#learning.then(publish);
    else publish();
    const { type, data } = frame;
    if ((type === "MEMBER_REMOVED" || type === "MEMBER_LEFT") && data.memberId === this.dataset.me)
      this.#feed.stop(4403);
  }

  #draw() {
    this.#drawing = undefined;
    const nowMs = serverClock.now();
    this.state = { ...this.state, nowMs, status: statusOf(this.state, nowMs) };
    this.#dispatch("trip:state");
    if ("titled" in this.dataset) document.title = titleOf(this.state);
    this.#drawAgainAtDeadline();
  }

  /** Seldom: the organiser has chosen another zone. What follows waits, as it may name it. */
  async #learnAllZones() {
    await learnAllZones(this.state.timeZone).catch(() => {}); // the name of the city will do
    this.#learning = undefined;
  }

  #drawAgainAtDeadline() {
    clearTimeout(this.#deadline);
    const left = msToNextDeadline(this.state);
    if (left < Infinity) this.#deadline = setTimeout(() => this.#draw(), Math.min(left + 50, LONGEST_TIMER_MS));
  }

  /** @param {string} name @param {unknown} [detail] */
  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/**
 * The hub that an element belongs to: the one it names, or the one around it.
 * @param {HTMLElement} element
 * @returns {TripHub}
 */
export const hubOf = (element) => document.getElementById(element.dataset.for) ?? element.closest("trip-hub");

/**
 * Draws now and whenever the state of the element's hub changes, as long as the element is on the page.
 * @param {HTMLElement} element
 * @param {(state: TripNow) => void} draw
 */
export function drawWith(element, draw) {
  const hub = hubOf(element);
  const follow = () => (element.isConnected ? draw(hub.state) : hub.removeEventListener("trip:state", follow));
  hub.addEventListener("trip:state", follow);
  draw(hub.state);
}

/** @param {Trip} state */
function msToNextDeadline({ polls = [], ...trip }) {
  const moments = [trip.joinBy, ...polls.map(({ closesAt }) => closesAt)].map((at) => Date.parse(at ?? ""));
  const lefts = [endOf(trip), ...moments].map((at) => at - serverClock.now());
  return Math.min(...lefts.filter((left) => left > 0));
}

/** @param {string} [tripId] @returns {TripNow} */
function firstState(tripId) {
  const states = [JSON.parse(document.getElementById("state").textContent)].flat();
  return states.find(({ id }) => id === tripId);
}

/**
 * Browsers keep six connections to a site without HTTP/2: where a page has many hubs, none may hold one.
 * @param {string} ref
 */
function transports(ref) {
  const events = `/api/social-cart/events?tripId=${ref}&frames=${FRAMES}`;
  const isAlone = document.querySelectorAll("trip-hub").length === 1;
  return [socket(`/ws/trips/${ref}?frames=${FRAMES}`), ...(isAlone ? [stream(events)] : []), poll(events)];
}

/** In this tab, so that the next page need not find it out anew. */
const TRANSPORT = "transport";

function transportThatWorked() {
  try {
    return sessionStorage.getItem(TRANSPORT);
  } catch {
    return null; // a browser without storage
  }
}

/** @param {string} name */
function rememberTransport(name) {
  try {
    sessionStorage.setItem(TRANSPORT, name);
  } catch {
    // the next page finds it out anew
  }
}

/** @param {Trip} state */
const titleOf = (state) => say("count_title", { count: state.memberCount, required: goal(state), trip: state.name });

customElements.define("trip-hub", TripHub);
