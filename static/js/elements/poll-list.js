import { setText } from "../fill.js";
import { stateOf } from "../polls.js";
import { say } from "../words/catalogue.js";
import "./poll-view.js";
import { drawWith, hubOf } from "./trip-hub.js";

/** The polls, newest first; those that are closed are folded below the others. */
class PollList extends HTMLElement {
  /** @type {HTMLElement} */
  open;
  /** @type {HTMLElement} */
  closed;
  /** @type {HTMLDetailsElement} */
  fold;
  /** @type {HTMLTemplateElement} */
  template;

  connectedCallback() {
    [this.open, this.closed] = this.querySelectorAll("ol");
    this.fold = this.querySelector("details");
    this.template = this.querySelector(":scope > template");
    drawWith(this, (trip) => trip.polls && this.#draw(trip, trip.polls));
    this.addEventListener("focusout", () => setTimeout(() => this.#draw(hubOf(this).state)));
  }

  /** @param {TripNow} trip @param {Poll[]} [polls] */
  #draw(trip, polls = trip.polls ?? []) {
    const isClosed = (/** @type {Poll} */ poll) => stateOf(poll, trip, trip.nowMs) === "closed";
    const closed = polls.filter(isClosed);
    const ids = new Set(polls.map(({ id }) => id));
    for (const row of this.querySelectorAll(".poll")) if (!ids.has(`${row.dataset.id}`)) row.remove();
    this.#place(closed, this.closed);
    this.#place(
      polls.filter((poll) => !isClosed(poll)),
      this.open,
    );
    this.fold.hidden = !closed.length;
    setText(this.fold.querySelector("summary"), say("closed_polls", { n: closed.length }));
  }

  /** A row with the focus stays where it is until it has lost it. @param {Poll[]} polls @param {HTMLElement} list */
  #place(polls, list) {
    let next = list.firstElementChild;
    for (const { id } of [...polls].reverse()) {
      const row = this.querySelector(`.poll[data-id="${id}"]`) ?? this.#newRow(id);
      if (row === next) next = row.nextElementSibling;
      else if (!row.contains(document.activeElement)) this.#move(row, list, next);
    }
  }

  /**
   * Who looks at it while it closes sees what came out.
   * @param {Element} row
   * @param {Element} list
   * @param {?Element} next
   */
  #move(row, list, next) {
    if (list === this.closed && row.isConnected) this.fold.open = true;
    list.insertBefore(row, next);
  }

  /** @param {string} id */
  #newRow(id) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.dataset.id = row.querySelector("poll-view").dataset.poll = id;
    for (const link of row.querySelectorAll("a")) link.href = `${this.dataset.url}/${id}`;
    return row;
  }
}

customElements.define("poll-list", PollList);
