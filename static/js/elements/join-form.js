import { isBusy, makeBusy } from "../busy.js";
import { dropDraft, keepDraft, readDraft } from "../draft.js";

const GIVE_UP_MS = 15_000;
const LONGEST_WAIT_MS = 15_000;
const TYPED = ["guest_name", "guest_mobile"];

/** Sends the form until there is an answer, always with the same key, so that a tap is neither lost nor counted twice. */
class JoinForm extends HTMLElement {
  #sent = "";

  connectedCallback() {
    this.form = this.querySelector("form");
    this.#restore();
    this.form.addEventListener("input", () => this.#keep());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!isBusy(this.form)) this.#join();
    });
    addEventListener("pageshow", ({ persisted }) => persisted && this.free?.());
  }

  async #join() {
    this.free = makeBusy(this.form);
    this.#useKeyFor(JSON.stringify(this.#typed()));
    this.#keep();
    this.#clearErrors();
    const answer = await this.#answer(new FormData(this.form));
    this.#show("");
    if (answer.type === "opaqueredirect" || answer.ok) return this.#arrive();
    this.free();
    this.#refuse(answer.status, await answer.json().catch(() => ({})));
  }

  /** One key for one wish: what was changed since it was sent is a new one. */
  #useKeyFor(typed) {
    if (this.#sent && this.#sent !== typed) this.form.elements.key.value = crypto.randomUUID();
    this.#sent = typed;
  }

  async #answer(body) {
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#send(body);
      if (answer && answer.status !== 429 && answer.status < 500) return answer;
      const asked = Number(answer?.headers.get("Retry-After")) || 0;
      if (answer?.status === 429) await this.#countDown(asked || 5);
      else await this.#waitForNetwork(Math.max(asked * 1000, Math.min(1000 * 2 ** tries, LONGEST_WAIT_MS)));
    }
  }

  #send(body) {
    return fetch(this.form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(GIVE_UP_MS),
    }).catch(() => null);
  }

  #waitForNetwork(ms) {
    this.#show("No connection. Your tap is safe: trying again…");
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
      this.#show(`Very many are joining. Your tap is safe: next try in ${left} s.`, { aloud: left === seconds });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  #arrive() {
    dropDraft();
    location.assign(location.pathname);
  }

  #refuse(status, { fields, message, next }) {
    if (next) location.assign(next);
    else if (status === 404 || status === 410) location.assign(location.pathname); // the page says it best
    else if (status === 422 && fields) this.#markFields(fields);
    else this.#complain(message ?? "This page was open too long. Reload it and tap again: what you typed is kept.");
  }

  #complain(message) {
    const place = this.querySelector("[data-message]");
    place.textContent = message;
    place.hidden = false;
    place.focus();
  }

  #markFields(fields) {
    for (const [name, words] of Object.entries(fields)) {
      const field = this.form.elements[name];
      if (field) markField(field, [words].flat().join(" "));
      else this.#complain([words].flat().join(" "));
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

  #typed() {
    return Object.fromEntries(TYPED.map((name) => [name, this.form.elements[name].value]));
  }

  #keep() {
    keepDraft({ typed: this.#typed(), sent: this.#sent, key: this.form.elements.key.value });
  }

  #restore() {
    const { typed = {}, sent, key } = readDraft();
    for (const name of TYPED) this.form.elements[name].value ||= typed[name] ?? "";
    if (!sent) return;
    this.form.elements.key.value = key; // its answer may have been lost on the way
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

customElements.define("join-form", JoinForm);
