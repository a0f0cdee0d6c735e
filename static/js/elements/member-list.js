import { dateTimeOf } from "../clocks.js";
import { setPart, setText } from "../fill.js";
import { arrivedBy } from "../trip.js";
import { broughtBy } from "../words/lists.js";
import { drawWith, hubOf } from "./trip-hub.js";

const HIGHLIGHT_MS = 2_000;

/**
 * The members in join order; rows that are there already stay the same elements, also under another name. Of many the
 * first stand above a fold. With data-until it shows those who joined until then, and the page links to all.
 */
class MemberList extends HTMLElement {
  /** @type {HTMLElement} */
  shown;
  /** @type {HTMLElement} */
  rest;
  /** @type {HTMLTemplateElement} */
  template;
  #most = Infinity; // above the fold
  /** @type {WeakMap<Element, string>} */
  #names = new WeakMap(); // of each row

  connectedCallback() {
    [this.shown, this.rest] = this.querySelectorAll("ol");
    this.template = this.querySelector("template");
    if (this.rest.children.length) this.#most = this.shown.children.length;
    /** @param {Trip} trip */
    const draw = ({ members }) => members && this.#draw(this.#shown(members));
    drawWith(this, draw);
    this.addEventListener("focusout", () => setTimeout(() => draw(hubOf(this).state)));
    this.#comeBackTo(document.getElementById(location.hash.slice(1)));
  }

  /** @param {Member[]} members */
  #shown(members) {
    const { until } = this.dataset;
    return until ? members.filter(({ joinedAt }) => arrivedBy(joinedAt, until)) : members;
  }

  /** @param {Member[]} members */
  #draw(members) {
    const names = new Map(members.map(({ id, name }) => [id, name]));
    const rows = new Map();
    for (const row of [...this.shown.children, ...this.rest.children]) {
      if (names.has(`${row.dataset.id}`)) rows.set(row.dataset.id, row);
      else row.remove();
    }
    this.#place(members.slice(0, this.#most), rows, this.shown);
    this.#place(members.slice(this.#most), rows, this.rest);
    for (const { id, broughtBy: bringer } of members) showBringer(rows.get(id), names.get(`${bringer}`));
  }

  /**
   * A row with the focus stays where it is until it has lost it.
   * @param {Member[]} members
   * @param {Map<string, Element>} rows
   * @param {HTMLElement} list
   */
  #place(members, rows, list) {
    let next = list.firstElementChild;
    for (const member of members) {
      const row = rows.get(member.id) ?? this.#newRow(member);
      rows.set(member.id, row);
      if (this.#names.get(row) !== member.name) this.#name(row, member);
      showRole(row, member);
      if (row === next) next = row.nextElementSibling;
      else if (!row.contains(document.activeElement)) list.insertBefore(row, next);
    }
  }

  /** @param {Element} row @param {Member} member */
  #name(row, { name, avatar }) {
    this.#names.set(row, name);
    setText(row.querySelector(".avatar"), avatar);
    for (const element of row.querySelectorAll("bdi:not([data-brought] *)")) setText(element, name);
  }

  /** @param {Member} member */
  #newRow({ id, joinedAt }) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    row.id = `m-${id}`;
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

  /** Whom the address names is where the organiser has just done something. @param {?HTMLElement} row */
  #comeBackTo(row) {
    if (!row || !this.contains(row)) return;
    row.closest("details")?.setAttribute("open", "");
    const { top, bottom } = row.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) row.scrollIntoView({ block: "center" });
    if (document.activeElement === document.body) row.focus({ preventScroll: true });
  }
}

/** An organiser says so, and cannot be removed. @param {Element} row @param {Member} member */
function showRole(row, { isAdmin }) {
  row.querySelector("[data-leads]").hidden = !isAdmin;
  const removal = row.querySelector("confirm-link");
  if (removal) removal.hidden = isAdmin;
}

/** Nothing where nobody has brought them, or who has is gone. @param {Element} row @param {string} [bringer] */
function showBringer(row, bringer) {
  const element = row.querySelector("[data-brought]");
  const said = broughtBy(bringer);
  setPart(element, said);
  element.hidden = !said.length;
}

customElements.define("member-list", MemberList);
