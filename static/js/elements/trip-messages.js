import { dateTimeOf } from "../clocks.js";
import { setText } from "../fill.js";
import { say } from "../words/catalogue.js";
import { drawWith, hubOf } from "./trip-hub.js";

/** What organisers have written to all and was not read in this browser, newest first. */
class TripMessages extends HTMLElement {
  /** @type {HTMLOListElement} */
  list;
  /** @type {HTMLFormElement} */
  form;

  connectedCallback() {
    this.list = this.querySelector("ol");
    this.form = this.querySelector("form");
    this.addEventListener("submit", (event) => this.#read(event), true);
    drawWith(this, ({ messages }) => messages && this.#draw(messages));
  }

  /** @param {Message[]} messages */
  #draw(messages) {
    const unread = messages.filter(({ number }) => number > Number(this.dataset.read));
    const rows = new Map([...this.list.children].map((row) => [Number(row.dataset.number), row]));
    const isOther = rows.size !== unread.length || !unread.every(({ number }) => rows.has(number));
    if (isOther) this.list.replaceChildren(...unread.map((each) => rows.get(each.number) ?? this.#row(each)).reverse());
    for (const [index, row] of [...this.list.children].reverse().entries())
      setText(row.querySelector(".message__name"), unread[index]?.name || say("somebody"));
    this.hidden = !unread.length;
    this.form.elements.number.value = `${messages[messages.length - 1]?.number ?? ""}`;
    for (const link of document.querySelectorAll("[data-part=all-messages]")) link.hidden = !messages.length;
  }

  /** @param {Message} message */
  #row({ number, text, at }) {
    const row = this.querySelector("template").content.cloneNode(true).firstElementChild;
    row.dataset.number = `${number}`;
    setText(row.querySelector("bdi"), text);
    row.querySelector("time").dateTime = dateTimeOf(at);
    return row;
  }

  /** Gone at once; the form takes over where that does not arrive. @param {SubmitEvent} event */
  async #read(event) {
    event.preventDefault();
    event.stopPropagation();
    this.dataset.read = this.form.elements.number.value;
    this.#draw(hubOf(this).state.messages ?? []);
    document.querySelector("h1").focus(); // else it falls to the start of the page, with its button
    const [headers, body] = [{ Accept: "application/json" }, new FormData(this.form)];
    const sent = await fetch(this.form.action, { method: "POST", headers, body }).catch(() => null);
    if (sent?.ok) return;
    this.hidden = false;
    /** @type {import("../patient-form.js").PatientForm} */ (this.querySelector("once-form")).send();
  }
}

customElements.define("trip-messages", TripMessages);
