import { fill } from "../fill.js";
import { stateOf, tallyOf } from "../polls.js";
import { serverClock } from "../server-clock.js";
import { optionParts, optionTruths, parts, truths } from "../words/poll.js";
import { drawPollWith } from "./poll-views.js";

/**
 * Draws one poll, named in data-poll, into server-rendered words; options that come later get a row of their own. One of
 * the older ones on a hub shows no options.
 */
class PollView extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".options");
    this.template = this.querySelector("template");
    drawPollWith(this, (poll, view, trip) => this.#draw(poll, view, trip));
  }

  #draw(poll, view, trip) {
    const nowMs = serverClock.now();
    const state = stateOf(poll, trip, nowMs);
    this.dataset.state = state;
    fill(this, parts(poll, view, trip, nowMs), truths(poll, view, trip, nowMs));
    if (!this.list) return;
    const tally = tallyOf(poll, view, state);
    this.#keepRowsOf(poll.options);
    for (const option of poll.options) {
      const votes = tally && (tally[option.id] ?? 0);
      drawOption(this.#rowOf(option), votes, poll, optionTruths(option, poll, view, trip, nowMs));
    }
  }

  /** Options that an edit took out go; what stays, stays in their order. */
  #keepRowsOf(options) {
    for (const row of [...this.list.children]) if (!options.some(({ id }) => id === row.dataset.id)) row.remove();
    options.forEach((option, index) => {
      const row = this.#rowOf(option);
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index]);
    });
  }

  #rowOf({ id, text }) {
    const known = [...this.list.children].find((row) => row.dataset.id === id);
    if (known) return known;
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    row.querySelector("bdi").textContent = text;
    for (const control of row.querySelectorAll("input, button")) control.value = id;
    this.list.append(row);
    return row;
  }
}

function drawOption(row, votes, { votedCount }, truths) {
  const bar = row.querySelector("progress");
  bar.max = votedCount || 1;
  bar.value = Math.min(votes ?? 0, bar.max);
  row.classList.toggle("option--leading", truths.most || truths.picked);
  fill(row, optionParts(votes), truths);
}

customElements.define("poll-view", PollView);
