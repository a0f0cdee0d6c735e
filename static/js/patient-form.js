import { abortAfter } from "./abort-after.js";
import { isBusy, makeBusy } from "./busy.js";
import { dropDraft, keepDraft, readDraft } from "./draft.js";

const GIVE_UP_MS = 15_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Sends its form until there is an answer, a key with it, so that a tap is neither lost nor counted twice.
 * A form of this kind says what of it is typed, and the words for while it waits: words.safe and words.crowd.
 */
export class PatientForm extends HTMLElement {
  #sent = "";

  connectedCallback() {
    this.form = this.querySelector("form");
    this.#restore();
    this.form.addEventListener("input", () => this.#keep());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!isBusy(this.form)) this.#submit();
    });
    addEventListener("pageshow", ({ persisted }) => persisted && this.free?.());
  }

  /** What a draft of the form holds. @returns {Object} */
  typed() {
    return {};
  }

  /** Puts back what a draft held. @param {Object} typed */
  retype() {}

  refuse(status, { fields, message, next }) {
    if (next) location.assign(next);
    else if (status === 404 || status === 410) this.reload(); // the page says it best
    else if (status === 422 && fields) this.#markFields(fields);
    else this.complain(message ?? "This page was open too long. Reload it and tap again: what you typed is kept.");
  }

  complain(message) {
    const place = this.querySelector("[data-message]");
    place.textContent = message;
    place.hidden = false;
    place.focus();
  }

  reload() {
    location.assign(this.form.action);
  }

  async #submit() {
    this.free = makeBusy(this.form);
    this.#useKeyFor(JSON.stringify(this.typed()));
    this.#keep();
    this.#clearErrors();
    const answer = await this.#answer(new FormData(this.form));
    this.#show("");
    if (answer.type === "opaqueredirect" || answer.ok) return this.#arrive();
    this.free();
    this.refuse(answer.status, await answer.json().catch(() => ({})));
  }

  /** One key for one wish: what was changed since it was sent is a new one. A ballot needs none: it is one a member. */
  #useKeyFor(typed) {
    if (this.#key && this.#sent && this.#sent !== typed) this.#key.value = crypto.randomUUID();
    this.#sent = typed;
  }

  get #key() {
    return this.form.elements.key;
  }

  async #answer(body) {
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#send(body);
      if (answer && answer.status !== 429 && answer.status < 500) return answer;
      const asked = Number(answer?.headers.get("Retry-After")) || 0;
      if (answer?.status === 429) await this.#countDown(asked || 5);
      else await this.#waitFor(answer, Math.max(asked * 1000, Math.min(1000 * 2 ** tries, LONGEST_WAIT_MS)));
    }
  }

  #send(body) {
    return fetch(this.form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: abortAfter(GIVE_UP_MS),
    }).catch(() => null);
  }

  /** For the server when it has answered, else for the network, whichever comes first. */
  #waitFor(answer, ms) {
    this.#show(`${answer ? "We are catching our breath" : "No connection"}. ${this.words.safe}: trying again…`);
    return new Promise((resolve) => {
      const goOn = () => {
        clearTimeout(timer);
        removeEventListener("online", goOn);
        resolve();
      };
      const timer = setTimeout(goOn, ms);
      addEventListener("online", goOn);
    });
  }

  async #countDown(seconds) {
    for (let left = seconds; left > 0; left -= 1) {
      const words = `${this.words.crowd}. ${this.words.safe}: next try in ${left} s.`;
      this.#show(words, { aloud: left === seconds });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  #arrive() {
    dropDraft();
    this.reload();
  }

  #markFields(fields) {
    for (const [name, words] of Object.entries(fields)) {
      const field = this.form.elements[name];
      if (field instanceof HTMLElement) markField(field, [words].flat().join(" "));
      else this.complain([words].flat().join(" "));
    }
    this.form.querySelector("[aria-invalid]")?.focus();
  }

  #clearErrors() {
    this.querySelector("[data-message]").hidden = true;
    for (const list of this.form.querySelectorAll(".errorlist")) list.remove();
    for (const field of this.form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  #show(words, { aloud = true } = {}) {
    const place = this.querySelector("[data-progress]");
    if (place.textContent === words) return;
    place.textContent = words;
    place.hidden = !words;
    if (aloud) document.querySelector("trip-news")?.say(words);
  }

  #keep() {
    keepDraft({ typed: this.typed(), sent: this.#sent, key: this.#key?.value });
  }

  #restore() {
    const { typed, sent, key } = readDraft();
    if (typed) this.retype(typed);
    if (!sent) return;
    if (this.#key) this.#key.value = key; // its answer may have been lost on the way
    this.#sent = sent;
  }
}

function markField(field, words) {
  const list = document.createElement("ul");
  list.className = "errorlist";
  list.id = `${field.id}_error`;
  list.append(document.createElement("li"));
  list.firstChild.textContent = words;
  field.after(list);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", list.id);
}
