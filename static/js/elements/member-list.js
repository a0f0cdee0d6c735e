import { dateTimeOf } from "../clocks.js";
import { setText } from "../fill.js";
import { arrivedBy } from "../trip.js";
import { drawWith } from "./trip-hub.js";

const HIGHLIGHT_MS = 2_000;

/**
 * The members in join order; rows that are there already stay the same elements, also under another name. With
 * data-until it shows those who joined until then, and the page links to all.
 */
class MemberList extends HTMLElement {
  /** @type {HTMLElement} */
  list;
  /** @type {HTMLTemplateElement} */
  template;
  /** @type {WeakMap<Element, string>} */
  #names = new WeakMap(); // of each row

  connectedCallback() {
    this.list = this.querySelector("ol");
    this.template = this.querySelector("template");
    drawWith(this, ({ members }) => members && this.#draw(this.#shown(members)));
  }

  /** @param {Member[]} members */
  #shown(members) {
    const { until } = this.dataset;
    return until ? members.filter(({ joinedAt }) => arrivedBy(joinedAt, until)) : members;
  }

  /** @param {Member[]} members */
  #draw(members) {
    const ids = new Set(members.map(({ id }) => id));
    const rows = new Map();
    for (const row of [...this.list.children]) {
      if (ids.has(`${row.dataset.id}`)) rows.set(row.dataset.id, row);
      else row.remove();
    }
    let next = this.list.firstElementChild;
    for (const member of members) {
      const row = rows.get(member.id) ?? this.#newRow(member);
      if (this.#names.get(row) !== member.name) this.#name(row, member);
      showRole(row, member);
      if (row === next) next = row.nextElementSibling;
      else this.list.insertBefore(row, next);
    }
  }

  /** @param {Element} row @param {Member} member */
  #name(row, { name, avatar }) {
    this.#names.set(row, name);
    setText(row.querySelector(".avatar"), avatar);
    for (const element of row.querySelectorAll("bdi")) setText(element, name);
  }

  /** @param {Member} member */
  #newRow({ id, joinedAt }) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    row.querySelector("time").dateTime = dateTimeOf(joinedAt);
    /** @type {HTMLAnchorElement} */
    const remove = row.querySelector(".remove");
    if (remove) remove.href = `${this.dataset.url}/members/${id}/remove`;
    /** @type {HTMLAnchorElement} */
    const rename = row.querySelector(".rename");
    if (rename) rename.href = `${this.dataset.url}/members/${id}/name`;
    row.classList.add("member--new");
    setTimeout(() => row.classList.remove("member--new"), HIGHLIGHT_MS);
    return row;
  }
}

/** An organiser says so, and cannot be removed. @param {Element} row @param {Member} member */
function showRole(row, { isAdmin }) {
  row.querySelector("[data-leads]").hidden = !isAdmin;
  const removal = row.querySelector("confirm-link");
  if (removal) removal.hidden = isAdmin;
}

customElements.define("member-list", MemberList);
