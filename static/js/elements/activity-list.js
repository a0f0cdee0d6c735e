import { ask } from "../ask.js";
import { dateTimeOf } from "../clocks.js";
import { marked, setText } from "../fill.js";
import { line } from "../words/news.js";
import { hasLine } from "../words/trip.js";
import { drawWith, hubOf } from "./trip-hub.js";

const MOST_LINES = 20; // as many as the page is served with
const SPREAD_MS = 3_000; // so that two hundred pages do not ask together

/** What happened, newest first. After a RESET it is asked for: lines were missed, or have lost a name. */
class ActivityList extends HTMLElement {
  /** @type {HTMLOListElement} */
  list;

  connectedCallback() {
    this.list = this.querySelector("ol");
    hubOf(this).addEventListener("trip:frame", ({ detail: { frame, after } }) => {
      if (frame.type === "RESET") this.#askSoon();
      else this.#add(frame, after, hasLine(after, Date.parse(frame.at)));
    });
    drawWith(this, ({ polls }) => polls && this.#rename(polls));
  }

  #askSoon() {
    setTimeout(async () => {
      const answer = await ask(`${this.dataset.url}/activity`);
      const { state } = hubOf(this);
      if (answer?.status === 403) return;
      if (answer?.body.seq !== state.seq) return this.#askSoon();
      this.list.replaceChildren();
      for (const frame of answer.body.frames) this.#add(frame, state, !frame.isRestorable);
    }, Math.random() * SPREAD_MS);
  }

  /** @param {Frame} frame @param {Trip} trip @param {boolean} isOver */
  #add(frame, trip, isOver) {
    const words = line(frame, trip.polls);
    const { member } = frame.data;
    if (member) this.#forgetRestore(member.id);
    if (!words.length) return;
    this.list.prepend(this.#item(frame, words, isOver));
    while (this.list.children.length > MOST_LINES) this.list.lastElementChild?.remove();
  }

  /**
   * @param {Frame} frame
   * @param {import("../words/catalogue.js").Piece[]} words
   * @param {boolean} isOver so that nobody can be let back in: who waited has the place, or it is too late
   */
  #item({ type, at, data: { member } }, words, isOver) {
    const item = this.querySelector("template").content.cloneNode(true).firstElementChild;
    item.querySelector(".activity__words").append(...marked(words, this.dataset.url));
    item.querySelector("time").dateTime = dateTimeOf(at);
    const restore = item.querySelector("once-form");
    if (restore && type === "MEMBER_REMOVED" && !isOver) {
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
