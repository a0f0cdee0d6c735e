import { ask } from "../ask.js";
import { marked, setText } from "../fill.js";
import { movesTheLine, saysLookAgain } from "../trip.js";
import { alike, declined } from "../words/lists.js";
import { hubOf } from "./trip-hub.js";

const MAY_CHANGE_IT = ["MEMBER_RENAMED", "RESET"];

/** Who asks to be let in; only the organiser's page holds one. A frame that may change the list has it read anew. */
class JoinRequests extends HTMLElement {
  /** @type {HTMLUListElement} */
  list;
  #isReading = false;
  #isStale = false;

  connectedCallback() {
    this.list = this.querySelector("ul");
    hubOf(this).addEventListener("trip:frame", ({ detail: { frame } }) => {
      if (saysLookAgain(frame) || movesTheLine(frame) || MAY_CHANGE_IT.includes(frame.type)) this.#read();
    });
  }

  async #read() {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isStale) {
      this.#isStale = false;
      const answer = await ask(`${this.dataset.url}`);
      if (answer?.ok) {
        this.#draw(answer.body.requests);
        this.#drawLine(answer.body.waiting ?? []); // none by a server of the release before
        this.#drawDeclined(answer.body.declined);
      }
    }
    this.#isReading = false;
  }

  /** @param {JoinRequest[]} requests */
  #draw(requests) {
    const ids = new Set(requests.map(({ id }) => `${id}`));
    const rows = [...this.list.children];
    for (const row of rows) if (!ids.has(`${row.dataset.id}`)) row.remove();
    const known = new Map(rows.map((row) => [row.dataset.id, row]));
    for (const request of requests) {
      const row = known.get(`${request.id}`);
      if (row) write(row, request);
      else this.#add(request);
    }
    this.querySelector("section").hidden = !requests.length;
    this.querySelector("[data-part=all]").hidden = requests.length < 2;
    hubOf(this).dispatchEvent(new CustomEvent("trip:state")); // what waits decides what is offered first
  }

  /** Who waits moves up, or comes behind the others. @param {Waiting[]} waiting */
  #drawLine(waiting) {
    const section = this.querySelector("[data-part=line]");
    /** @type {HTMLTemplateElement} */
    const template = this.querySelector("template[data-kind=waits]");
    const ids = new Set(waiting.map(({ id }) => id));
    for (const row of section.querySelectorAll("li")) if (!ids.delete(`${row.dataset.id}`)) row.remove();
    for (const { id, name } of waiting.filter((each) => ids.has(each.id))) {
      const row = template.content.cloneNode(true).firstElementChild;
      row.dataset.id = id;
      for (const element of row.querySelectorAll("bdi")) setText(element, name);
      row.querySelector("a").href = `${this.dataset.url?.replace(/requests$/, "waiting")}/${id}/remove`;
      section.querySelector("ol").append(row);
    }
    section.hidden = !waiting.length;
  }

  /** @param {Declined} said */
  #drawDeclined(said) {
    const line = this.querySelector("[data-part=declined]");
    line.hidden = !said.count;
    line.replaceChildren(...marked(declined(said)));
  }

  /** @param {JoinRequest} request */
  #add(request) {
    const { id, kind } = request;
    /** @type {HTMLTemplateElement} */
    const template = this.querySelector(`template[data-kind="${kind}"]`);
    const row = template.content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    write(row, request);
    row.querySelector("form").action = `${this.dataset.url}/${id}`;
    this.list.append(row);
    document.querySelector("trip-news")?.say(row.querySelector("p").textContent?.trim() ?? "");
  }
}

/** Whom a request names may have another name by now. @param {HTMLElement} row @param {JoinRequest} request */
function write(row, { name, isAdmin, looksLike = [] }) {
  row.querySelector("[data-part=leads]").hidden = !isAdmin;
  const hint = row.querySelector("[data-part=alike]");
  hint.hidden = !looksLike.length;
  hint.replaceChildren(...marked(alike(looksLike)));
  for (const element of row.querySelectorAll("bdi")) if (!hint.contains(element)) setText(element, name);
}

customElements.define("join-requests", JoinRequests);
