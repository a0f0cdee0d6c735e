import { activityLine } from "../trip.js";
import { hubOf } from "./trip-hub.js";

const MOST_LINES = 50;

/** What happened, newest first. */
class ActivityList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    hubOf(this).addEventListener("trip:frame", ({ detail }) => this.#add(detail.frame));
  }

  #add(frame) {
    const line = activityLine(frame);
    const { member } = frame.data;
    if (member) this.#forgetRestore(member.id);
    if (!line) return;
    this.list.prepend(this.#item(frame, line));
    while (this.list.children.length > MOST_LINES) this.list.lastElementChild.remove();
  }

  #item({ type, at, data: { member, before } }, line) {
    const item = this.querySelector("template").content.cloneNode(true).firstElementChild;
    const now = type === "MEMBER_RENAMED" ? member.name : "";
    const name = now ? before.name : member?.name ?? "";
    item.querySelector(".activity__name").textContent = name;
    item.querySelector(".activity__rest").textContent = line.slice(name.length, line.length - now.length);
    item.querySelector(".activity__now").textContent = now;
    item.querySelector("time").dateTime = at;
    const restore = item.querySelector("form");
    if (restore && type === "MEMBER_REMOVED") {
      restore.action = `${this.dataset.url}/members/${member.id}/restore`;
      item.dataset.member = member.id;
    } else restore?.remove();
    return item;
  }

  #forgetRestore(memberId) {
    for (const item of this.list.children) {
      if (item.dataset.member === memberId) item.querySelector("form")?.remove();
    }
  }
}

customElements.define("activity-list", ActivityList);
