import { drawWith } from "./trip-hub.js";

const HIGHLIGHT_MS = 2_000;

/** The members in join order; rows that are there already stay the same elements. */
class MemberList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.template = this.querySelector("template");
    drawWith(this, ({ members }) => members && this.#draw(members));
  }

  #draw(members) {
    const ids = new Set(members.map(({ id }) => id));
    const rows = new Map();
    for (const row of [...this.list.children]) {
      if (ids.has(row.dataset.id)) rows.set(row.dataset.id, row);
      else row.remove();
    }
    let next = this.list.firstElementChild;
    for (const member of members) {
      const row = rows.get(member.id) ?? this.#newRow(member);
      if (row === next) next = next.nextElementSibling;
      else this.list.insertBefore(row, next);
    }
  }

  #newRow({ id, name, avatar, joinedAt }) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    row.querySelector(".avatar").textContent = avatar;
    for (const element of row.querySelectorAll("bdi")) element.textContent = name;
    row.querySelector("time").dateTime = joinedAt;
    const remove = row.querySelector(".remove");
    if (remove) remove.href = `${this.dataset.url}/members/${id}/remove`;
    row.classList.add("member--new");
    setTimeout(() => row.classList.remove("member--new"), HIGHLIGHT_MS);
    return row;
  }
}

customElements.define("member-list", MemberList);
