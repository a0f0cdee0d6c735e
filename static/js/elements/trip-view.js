import { fill, setText } from "../fill.js";
import { stepsOf } from "../steps.js";
import { missing } from "../trip.js";
import { here } from "../words/dates.js";
import { wholeWay } from "../words/discount.js";
import { parts, truths } from "../words/trip.js";
import { drawWith, hubOf } from "./trip-hub.js";

const SUN_UP = 38;
const SUN_PATH = 62;

/** Draws what is said of a trip into server-rendered elements. */
class TripView extends HTMLElement {
  connectedCallback() {
    drawWith(this, (state) => this.#draw(state));
    if ("open" in this.dataset) this.addEventListener("busychange", () => this.#draw(hubOf(this).state));
  }

  get #isBusy() {
    return this.querySelector("[aria-busy]") !== null;
  }

  /** @param {TripNow} state */
  #draw(state) {
    const [said, so] = [parts(state, state.nowMs), truths(state, state.nowMs)];
    const own = { "join-by-here": here(state.joinBy, state.timeZone, state.nowMs) };
    fill(this, { ...ownTexts(state), ...own, ...said }, so);
    // What is on its way is answered first.
    if ("open" in this.dataset) this.dataset.open = `${so.open || this.#isBusy}`;
    for (const bar of this.querySelectorAll("progress")) drawBar(bar, state, said.progress);
    this.querySelector("[data-sun]")?.setAttribute("cy", `${sunHeight(state)}`);
  }
}

/**
 * What is said as it stands, by the name that it has on the wire.
 * @param {TripNow} state
 * @returns {Object<string, string>}
 */
const ownTexts = (state) => Object.fromEntries(Object.entries(state).filter(([, value]) => typeof value === "string"));

/** @param {HTMLProgressElement} bar @param {Trip} trip @param {string} label */
function drawBar(bar, trip, label) {
  bar.max = wholeWay(trip);
  bar.value = Math.min(trip.memberCount, bar.max);
  bar.setAttribute("aria-label", label);
  setText(bar, label);
  drawMarks(/** @type {SVGElement} */ (bar.previousElementSibling), trip, bar.max);
}

/** A mark for each of several steps, but where the bar ends, as trips/templatetags/words.py draws them. */
const SVG = "http://www.w3.org/2000/svg";

/** @param {SVGElement} picture @param {Trip} trip @param {number} last */
function drawMarks(picture, trip, last) {
  const steps = stepsOf(trip);
  const others = steps.length > 1 ? steps.filter(({ members }) => members !== trip.memberCount) : [];
  const places = others.map(({ members }) => Math.floor((1000 * members) / last));
  const marks = places.map((tenths) => `${Math.floor(tenths / 10)}.${tenths % 10}%`);
  const shown = [...picture.children].map((mark) => mark.getAttribute("cx"));
  if (`${marks}` !== `${shown}`) picture.replaceChildren(...marks.map(newMark));
}

/** @param {string} cx */
function newMark(cx) {
  const mark = document.createElementNS(SVG, "circle");
  for (const [name, value] of Object.entries({ cx, cy: "50%", r: "4" })) mark.setAttribute(name, value);
  return mark;
}

/** @param {Trip} state */
const sunHeight = (state) => SUN_UP + rounded((missing(state) / state.requiredMembers) * SUN_PATH);

/** A half to the even number, as Django's widthratio does. @param {number} number */
const rounded = (number) => Math.round(number) - (number % 1 === 0.5 && Math.floor(number) % 2 === 0 ? 1 : 0);

customElements.define("trip-view", TripView);
