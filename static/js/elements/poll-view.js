import { drawPollWith } from "../draw-poll.js";
import { fill } from "../fill.js";
import { isRunning, maybesOf, stateOf, tallyOf, undoableFor } from "../polls.js";
import { serverClock } from "../server-clock.js";
import { here } from "../words/dates.js";
import { optionParts, optionTruths, pollParts, pollTruths } from "../words/poll.js";
import "./my-polls.js"; // which the drawing asks
import { hubOf } from "./trip-hub.js";

/**
 * Draws one poll, named in data-poll, into server-rendered words; options that come later get a row of their own. One
 * of the older ones on a hub shows no options.
 */
class PollView extends HTMLElement {
  /** @type {?HTMLElement} */
  list;
  /** @type {HTMLTemplateElement} */
  template;
  /** @type {number|undefined} */
  undoEnds;

  connectedCallback() {
    if (this.template) return; // only moved
    this.list = this.querySelector(".options");
    this.template = this.querySelector("template");
    drawPollWith(this, (poll, mine, trip) => this.#draw(poll, mine, trip));
  }

  /** @param {Poll} poll @param {MyPoll|undefined} mine @param {TripNow} trip */
  #draw(poll, mine, trip) {
    const nowMs = serverClock.now();
    const state = stateOf(poll, trip, nowMs);
    this.dataset.state = isRunning(state) ? state : "closed";
    const own = { "closes-here": here(poll.closesAt, trip.timeZone, nowMs) };
    fill(this, { ...pollParts(poll, mine, trip, nowMs), ...own }, pollTruths(poll, mine, trip, nowMs));
    this.#drawAgainIn(undoableFor(poll, nowMs));
    if (!this.list) return;
    const tally = tallyOf(poll, mine, state);
    const maybes = maybesOf(poll, mine, state);
    this.#keepRowsOf(this.list, poll.options);
    for (const option of poll.options) {
      const votes = tally && (tally[option.id] ?? 0);
      const parts = optionParts(option, poll, votes, maybes && (maybes[option.id] ?? 0));
      drawOption(this.#rowOf(this.list, option), votes, poll, parts, optionTruths(option, poll, mine, trip, nowMs));
    }
  }

  /** When the pick can be undone no more. @param {number} ms */
  #drawAgainIn(ms) {
    clearTimeout(this.undoEnds);
    if (ms > 0)
      this.undoEnds = setTimeout(
        () => this.isConnected && hubOf(this).dispatchEvent(new CustomEvent("trip:state")),
        ms + 50,
      );
  }

  /**
   * Options that an edit took out go; what stays, stays in their order.
   * @param {HTMLElement} list
   * @param {Option[]} options
   */
  #keepRowsOf(list, options) {
    for (const row of [...list.children]) if (!options.some(({ id }) => id === row.dataset.id)) row.remove();
    options.forEach((option, index) => {
      const row = this.#rowOf(list, option);
      if (list.children[index] !== row) list.insertBefore(row, list.children[index]);
    });
  }

  /** @param {HTMLElement} list @param {Option} option */
  #rowOf(list, { id }) {
    const known = [...list.children].find((row) => row.dataset.id === id);
    if (known) return known;
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    /** @type {NodeListOf<HTMLInputElement|HTMLButtonElement>} */
    const controls = row.querySelectorAll("input, button");
    for (const control of controls) control.value = id;
    const pick = row.querySelector("confirm-link")?.querySelector("a");
    if (pick) pick.href += id;
    list.append(row);
    return row;
  }
}

/**
 * @param {HTMLElement} row
 * @param {?number} votes
 * @param {Poll} poll
 * @param {ReturnType<typeof optionParts>} parts
 * @param {ReturnType<typeof optionTruths>} truths
 */
function drawOption(row, votes, { votedCount }, parts, truths) {
  const bar = row.querySelector("progress");
  bar.max = votedCount || 1;
  bar.value = Math.min(votes ?? 0, bar.max);
  row.classList.toggle("option--leading", truths.most || truths.best || truths.picked);
  fill(row, parts, truths);
}

customElements.define("poll-view", PollView);
