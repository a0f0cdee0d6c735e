import { dateTimeOf } from "../ago.js";
import { setText } from "../fill.js";
import { lineOf } from "../news.js";
import { drawWith, hubOf } from "./trip-hub.js";

const MOST_LINES = 50;

/** What happened, newest first. */
class ActivityList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    hubOf(this).addEventListener("trip:frame", ({ detail }) => this.#add(detail.frame, detail.after));
    drawWith(this, ({ polls }) => polls && this.#rename(polls));
  }

  #add(frame, trip) {
    const line = lineOf(frame, trip);
    const { member } = frame.data;
    if (member) this.#forgetRestore(member.id);
    if (!line.length) return;
    this.list.prepend(this.#item(frame, line));
    while (this.list.children.length > MOST_LINES) this.list.lastElementChild.remove();
  }

  #item({ type, at, data: { member } }, line) {
    const item = this.querySelector("template").content.cloneNode(true).firstElementChild;
    item.querySelector(".activity__words").append(...line.map((piece) => this.#drawn(piece)));
    item.querySelector("time").dateTime = dateTimeOf(at);
    const restore = item.querySelector("once-form");
    if (restore && type === "MEMBER_REMOVED") {
      restore.querySelector("form").action = `${this.dataset.url}/members/${member.id}/restore`;
      item.dataset.member = member.id;
    } else restore?.remove();
    return item;
  }

  #drawn({ text, kind, id }) {
    if (!kind) return text;
    const words = document.createElement("bdi");
    words.textContent = text;
    if (kind === "name") words.className = "activity__name";
    if (!id) return words;
    const link = document.createElement("a");
    link.href = `${this.dataset.url}/polls/${id}`;
    link.append(words);
    return link;
  }

  /** The question as it stands; of a poll that was deleted nothing is left to go to. */
  #rename(polls) {
    for (const link of this.list.querySelectorAll("a")) {
      const poll = polls.find(({ id }) => link.pathname.endsWith(`/polls/${id}`));
      if (poll) setText(link.firstElementChild, poll.question);
      else link.replaceWith(...link.childNodes);
    }
  }

  #forgetRestore(memberId) {
    for (const item of this.list.children) {
      if (item.dataset.member === memberId) item.querySelector("once-form")?.remove();
    }
  }
}

customElements.define("activity-list", ActivityList);
