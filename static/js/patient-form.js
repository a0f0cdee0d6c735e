import { abortAfter } from "./abort-after.js";
import { isBusy, makeBusy } from "./busy.js";
import { dropDraft, keepDraft, readDraft } from "./draft.js";
import { inWords, untilAnswered } from "./patience.js";
import { renew } from "./shown.js";
import { retype, typedIn } from "./typed.js";

const GIVE_UP_MS = 15_000;

const NO_COOKIE =
  "This browser sent us no cookie, or the page is very old. Allow cookies for this site, then reload: what you typed is kept.";
const ODD = "That did not work, and nothing was changed. What you typed is kept: look at it once more, then try again.";

const WHY = { offline: "No connection", busy: "We are catching our breath" };

/**
 * Sends its form until there is an answer, a key with it, so that a tap is neither lost nor counted twice. Whatever a
 * browser lacks for that, the plain form is sent instead.
 * A form of this kind may say other words for while it waits, and what of it is typed.
 */
export class PatientForm extends HTMLElement {
  words = { safe: "Your tap is safe", crowd: "That was often" };
  #gone;
  #free;
  #hasArrived = false;

  connectedCallback() {
    this.#gone = new AbortController();
    if (this.form) return; // only moved
    this.form = this.querySelector("form");
    this.#restore();
    this.form.addEventListener("input", () => this.#keep());
    this.form.addEventListener("submit", (event) => this.#take(event));
    addEventListener("pageshow", ({ persisted }) => persisted && this.#hasArrived && this.#free());
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  /** What a draft of the form holds. @returns {Object} */
  typed() {
    return typedIn(this.form);
  }

  /** Puts back what a draft held. @param {Object} typed */
  retype(typed) {
    retype(this.form, typed);
  }

  /** Whether a field stays in the tab: a number only while it is sent, a secret never. @param {string} name */
  isKept(name, isSending) {
    const field = this.form.elements[name];
    return !isSecret(field) && (isSending || field?.type !== "tel");
  }

  /** The field that makes a repeat the same call; sent as a header too, so that nginx may repeat it. */
  get key() {
    const { key } = this.form.elements;
    return isSecret(key) ? undefined : key;
  }

  refuse(status, { fields, message, next, initial = {} }) {
    for (const [name, text] of Object.entries(initial)) renew(this.form, name, text);
    if (next) this.#leaveFor(next);
    else if (fields && Object.keys(fields).length) this.#markFields(fields);
    else this.complain(message ?? (status === 403 ? NO_COOKIE : ODD));
  }

  complain(message) {
    const place = this.querySelector("[data-message]");
    place.textContent = message;
    place.hidden = false;
    place.focus();
  }

  /** The page that shows it best. */
  reload() {
    location.assign(location.pathname);
  }

  /** As if its button were pressed. @param {?HTMLElement} [button] */
  send(button = null) {
    this.#submit(button).catch(() => this.#gone.signal.aborted || this.#sendPlainly(button));
  }

  #take(event) {
    const { submitter } = event;
    if (!submitter && this.#buttons.some(({ name }) => name)) return; // a browser that does not say which
    event.preventDefault();
    if (!isBusy(this.form)) this.send(submitter);
  }

  async #submit(button) {
    this.#hasArrived = false;
    this.#free = makeBusy(this.form, button ?? undefined);
    this.#keep();
    this.#addPlaces();
    this.#clearErrors();
    const body = this.#body(button);
    const answer = await untilAnswered(() => this.#ask(body), (why, seconds) => this.#wait(why, seconds));
    this.#show("");
    if (answer.type === "opaqueredirect") return this.#arrive(location.pathname); // a server of the first release
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return this.#arrive(told.next, button);
    this.#free();
    this.#keep();
    this.refuse(answer.status, told);
  }

  #body(button) {
    const body = new FormData(this.form);
    if (button?.name) body.append(button.name, button.value);
    return body;
  }

  #ask(body) {
    const asked = fetch(this.form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json", ...(this.key && { "Idempotency-Key": this.key.value }) },
      redirect: "manual",
      signal: abortAfter(GIVE_UP_MS),
    });
    return asked.then((answer) => (isForeign(answer) ? null : answer), () => null);
  }

  /** For the server when it has said how long, else for the network, whichever comes first. */
  #wait(why, seconds) {
    return why === "crowd" ? this.#countDown(seconds) : this.#waitForNetwork(why, seconds);
  }

  #waitForNetwork(why, seconds) {
    this.#show(`${WHY[why]}. ${this.words.safe}: trying again…`);
    return this.#pause(seconds * 1000, "online");
  }

  async #countDown(seconds) {
    const end = Date.now() + seconds * 1000;
    for (let left = seconds; left > 0; left = Math.ceil((end - Date.now()) / 1000)) {
      const words = `${this.words.crowd}. ${this.words.safe}: next try in ${inWords(left)}.`;
      this.#show(words, { aloud: left === seconds });
      await this.#pause(1000);
    }
  }

  /** Throws when the form goes away meanwhile. */
  #pause(ms, orEvent) {
    const { signal } = this.#gone;
    return new Promise((resolve, reject) => {
      const end = (act) => () => {
        clearTimeout(timer);
        if (orEvent) removeEventListener(orEvent, goOn);
        signal.removeEventListener("abort", stop);
        act();
      };
      const goOn = end(resolve);
      const stop = end(() => reject(new Error("the form is gone")));
      const timer = setTimeout(goOn, ms);
      if (orEvent) addEventListener(orEvent, goOn);
      signal.addEventListener("abort", stop);
    });
  }

  /** Without an address the form goes there itself, as the same call: what the page shows is shown once. */
  #arrive(url, button) {
    dropDraft(this.form.action);
    this.#hasArrived = true;
    if (url) location.assign(url);
    else this.#sendPlainly(button);
  }

  /** With its number: the page that follows asks for the rest. */
  #leaveFor(url) {
    this.#keep({ isSending: true });
    this.#hasArrived = true;
    location.assign(url);
  }

  #sendPlainly(button) {
    if (button?.name) this.form.append(hiddenField(button));
    this.form.submit();
  }

  get #buttons() {
    return [...this.form.elements].filter(({ type }) => type === "submit");
  }

  #markFields(fields) {
    for (const [name, words] of Object.entries(fields)) {
      const field = this.form.elements[name];
      if (field instanceof HTMLElement && field.type !== "hidden") markField(field, words);
      else this.complain(words);
    }
    this.form.querySelector("[aria-invalid]")?.focus();
  }

  #clearErrors() {
    this.querySelector("[data-message]").hidden = true;
    for (const list of this.form.querySelectorAll(".errorlist")) list.remove();
    for (const field of this.form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      describe(field, (ids) => ids.filter((id) => id !== errorId(field)));
    }
  }

  #show(words, { aloud = true } = {}) {
    const place = this.querySelector("[data-progress]");
    if (place.textContent === words) return;
    place.textContent = words;
    place.hidden = !words;
    if (aloud) document.querySelector("trip-news")?.say(words);
  }

  /** Where it says what happens, if the page has made none. */
  #addPlaces() {
    if (!this.querySelector("[data-message]")) this.form.prepend(placeFor("message", "notice notice--wrong"));
    if (!this.querySelector("[data-progress]")) this.form.append(placeFor("progress", "hint"));
  }

  #keep({ isSending = isBusy(this.form) } = {}) {
    const typed = Object.entries(this.typed()).filter(([name]) => this.isKept(name, isSending));
    keepDraft(this.form.action, { typed: Object.fromEntries(typed), key: this.key?.value });
  }

  #restore() {
    const { typed, key } = readDraft(this.form.action);
    if (!typed) return;
    this.retype(typed);
    if (this.key && key) this.key.value = key; // its answer may have been lost on the way
    this.#keep();
  }
}

const isSecret = (field) => field instanceof HTMLElement && "secret" in field.dataset;

/** A page in place of our answer: somebody between us wants a login first. */
const isForeign = ({ ok, headers }) => ok && !(headers.get("Content-Type") ?? "").startsWith("application/json");

function placeFor(what, className) {
  const place = document.createElement("p");
  place.className = className;
  place.dataset[what] = "";
  place.hidden = true;
  if (what === "message") place.tabIndex = -1;
  else if (!document.querySelector("trip-news")) place.setAttribute("role", "status");
  return place;
}

function hiddenField({ name, value }) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}

const errorId = (field) => `${field.id}_error`;

function markField(field, words) {
  const list = document.createElement("ul");
  list.className = "errorlist";
  list.id = errorId(field);
  list.append(document.createElement("li"));
  list.firstChild.textContent = words;
  field.after(list);
  field.closest("details")?.setAttribute("open", "");
  field.closest(".field")?.removeAttribute("hidden"); // a question that had not been asked
  field.setAttribute("aria-invalid", "true");
  describe(field, (ids) => [...ids, list.id]);
}

function describe(field, change) {
  const ids = change((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}
