import { askWorker } from "../ask-for-worker.js";
import { keptTaps } from "../kept-taps.js";

const OWN_ADDRESS = "/outbox";
const PAUSE_MS = 10_000;

/**
 * Lists the taps that wait on this phone, and what has become of those that were sent. In the place of a page that
 * could not be loaded it brings that page as soon as it can.
 *
 * @typedef {import("../kept-taps.js").Tap} Tap
 * @typedef {Tap & {next: string}} Sent
 */
class KeptTaps extends HTMLElement {
  isInPlace = location.pathname !== OWN_ADDRESS;
  /** @type {Map<string, Sent>} */
  sent = new Map();

  connectedCallback() {
    for (const element of document.querySelectorAll("[data-in-place]"))
      element.hidden = (element.dataset.inPlace === "yes") !== this.isInPlace;
    for (const element of document.querySelectorAll("[data-unsent]")) element.hidden = location.search !== "?unsent";
    navigator.serviceWorker?.addEventListener("message", ({ data }) => this.#hear(data));
    this.addEventListener("click", ({ target }) => this.#press(/** @type {HTMLElement} */ (target).closest("button")));
    addEventListener("online", () => this.#goOn());
    setInterval(() => document.hidden || this.#goOn(), PAUSE_MS);
    this.#goOn();
    this.#draw();
  }

  /** @param {{sent?: Sent}} news */
  #hear({ sent }) {
    if (sent) this.sent.set(sent.id, sent);
    if (sent && this.isInPlace && sent.page === location.pathname) location.reload();
    else this.#draw();
  }

  /** @param {?HTMLButtonElement} button */
  #press(button) {
    const { id } = button?.closest("li")?.dataset ?? {};
    if (button?.dataset.act === "send") askWorker({ send: id });
    if (button?.dataset.act === "drop") askWorker({ drop: id });
  }

  /** Sends what waits, and looks for the page that was meant. */
  async #goOn() {
    askWorker({ send: true });
    if (!this.isInPlace) return;
    const answer = await fetch(OWN_ADDRESS, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer?.ok) location.reload();
  }

  async #draw() {
    const kept = await keptTaps().catch(() => []);
    const done = [...this.sent.values()].filter(({ id }) => kept.every((tap) => tap.id !== id));
    const rows = [...kept.map((tap) => this.#row(tap, tap.state)), ...done.map((tap) => this.#row(tap, "sent"))];
    this.querySelector("ul").replaceChildren(...rows);
    this.querySelector("[data-none]").hidden = rows.length > 0;
    this.querySelector("[data-some]").hidden = !kept.length;
  }

  /** @param {Tap} tap @param {string} state */
  #row({ id, kind, title, what, message, next, page, at, isBare }, state) {
    const row = this.querySelector("template").content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    const shown = [kind, state, isBare ? "bare" : ""];
    for (const element of row.querySelectorAll("[data-if]"))
      if (!element.dataset.if?.split(" ").some((word) => shown.includes(word))) element.remove();
    for (const element of row.querySelectorAll("bdi"))
      element.textContent = element.dataset.part === "what" ? what : title;
    for (const element of row.querySelectorAll("[data-part=message]")) element.textContent = `${message}`;
    for (const time of row.querySelectorAll("time")) setTime(time, at);
    for (const link of row.querySelectorAll("a")) link.href = next ?? page;
    return row;
  }
}

/** @param {HTMLTimeElement} time @param {number} at */
function setTime(time, at) {
  const said = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  time.dateTime = new Date(at).toISOString();
  time.textContent = said.format(at);
}

customElements.define("kept-taps", KeptTaps);
