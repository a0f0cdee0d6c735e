import { dateTimeOf } from "../clocks.js";
import { marked, setText } from "../fill.js";
import { line } from "../words/news.js";
import { hasLine } from "../words/trip.js";
import { drawWith, hubOf } from "./trip-hub.js";

const MOST_LINES = 20; // as many as the page is served with

/** What happened, newest first. */
class ActivityList extends HTMLElement {
  /** @type {HTMLOListElement} */
  list;

  connectedCallback() {
    this.list = this.querySelector("ol");
    hubOf(this).addEventListener("trip:frame", ({ detail }) => this.#add(detail.frame, detail.after));
    drawWith(this, ({ polls }) => polls && this.#rename(polls));
  }

  /** @param {Frame} frame @param {Trip} trip */
  #add(frame, trip) {
    const words = line(frame, trip.polls);
    const { member } = frame.data;
    if (member) this.#forgetRestore(member.id);
    if (!words.length) return;
    this.list.prepend(this.#item(frame, words, hasLine(trip, Date.parse(frame.at))));
    while (this.list.children.length > MOST_LINES) this.list.lastElementChild?.remove();
  }

  /**
   * @param {Frame} frame
   * @param {import("../words/catalogue.js").Piece[]} words
   * @param {boolean} isGiven the place to who waits, so that nobody can be let back in
   */
  #item({ type, at, data: { member } }, words, isGiven) {
    const item = this.querySelector("template").content.cloneNode(true).firstElementChild;
    item.querySelector(".activity__words").append(...marked(words, this.dataset.url));
    item.querySelector("time").dateTime = dateTimeOf(at);
    const restore = item.querySelector("once-form");
    if (restore && type === "MEMBER_REMOVED" && !isGiven) {
      restore.querySelector("form").action = `${this.dataset.url}/members/${member.id}/restore`;
      item.dataset.member = member.id;
    } else restore?.remove();
    return item;
  }

  /** The question as it stands; of a poll that was deleted nothing is left to go to. @param {Poll[]} polls */
  #rename(polls) {
    for (const link of this.list.querySelectorAll("a")) {
      const poll = polls.find(({ id }) => link.pathname.endsWith(`/polls/${id}`));
      if (poll) setText(link.querySelector("bdi"), poll.question);
      else link.replaceWith(...link.childNodes);
    }
  }

  /** @param {string} memberId */
  #forgetRestore(memberId) {
    for (const item of this.list.children) {
      if (item.dataset.member === memberId) item.querySelector("once-form")?.remove();
    }
  }
}

customElements.define("activity-list", ActivityList);
