import "./poll-view.js";
import { drawWith } from "./trip-hub.js";

/** The polls, newest first; the panel around them comes with the first. */
class PollList extends HTMLElement {
  /** @type {HTMLElement} */
  panel;
  /** @type {HTMLElement} */
  list;
  /** @type {HTMLTemplateElement} */
  template;

  connectedCallback() {
    this.panel = this.querySelector("section");
    this.list = this.querySelector("ol");
    this.template = this.querySelector(":scope > template");
    drawWith(this, ({ polls }) => polls && this.#draw(polls));
  }

  /** @param {Poll[]} polls */
  #draw(polls) {
    const ids = new Set(polls.map(({ id }) => id));
    for (const row of [...this.list.children]) if (!ids.has(`${row.dataset.id}`)) row.remove();
    const known = new Set([...this.list.children].map((row) => row.dataset.id));
    for (const { id } of polls) if (!known.has(id)) this.list.prepend(this.#newRow(id));
    this.panel.hidden = !polls.length;
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
