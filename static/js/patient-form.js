import { answerTo } from "./answer-to.js";
import { isBusy, makeBusy } from "./busy.js";
import { dropDraft, keepDraft, readDraft } from "./draft.js";
import { hold } from "./held.js";
import { clearMarks, mark } from "./marks.js";
import { newKey } from "./patience.js";
import { offerDiscard } from "./put-back.js";
import { renew } from "./shown.js";
import { retype, typedIn } from "./typed.js";
import { askWhich, showQuestions } from "./which.js";
import { say } from "./words/catalogue.js";

/** Ids of what a form says while it waits for the answer. */
export const TAP = { again: "tap_again", inSeconds: "tap_in_seconds", inMinutes: "tap_in_minutes", crowd: "crowd" };
export const VOTE = {
  again: "vote_again",
  inSeconds: "vote_in_seconds",
  inMinutes: "vote_in_minutes",
  crowd: "crowd_voting",
};

/**
 * Sends its form until there is an answer, a key with it, so that a tap is neither lost nor counted twice. Whatever a
 * browser lacks for that, the plain form is sent instead.
 * A form of this kind may say other words for while it waits, and what of it is typed.
 *
 * @typedef {import("./draft.js").Typed} Typed
 */
export class PatientForm extends HTMLElement {
  words = TAP;
  /** @type {HTMLFormElement} */
  form;
  /** @type {AbortController} */
  #gone; // aborted once the form has left the page
  /** @type {() => void} */
  #free;
  #hasArrived = false;

  connectedCallback() {
    if (this.#gone?.signal.aborted === false) return; // only moved
    this.#gone = new AbortController();
    addEventListener("pageshow", ({ persisted }) => persisted && this.#comeBack(), { signal: this.#gone.signal });
    if (this.form) return;
    this.form = this.querySelector("form");
    this.#restore();
    this.form.addEventListener("input", () => {
      showQuestions(this.form);
      this.keep();
    });
    this.form.addEventListener("submit", (event) => this.#take(event));
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#gone?.abort());
  }

  /** What a draft of the form holds. @returns {Typed} */
  typed() {
    return typedIn(this.form);
  }

  /** Puts back what a draft held. @param {Typed} typed */
  retype(typed) {
    retype(this.form, typed);
  }

  /** Whether a field stays in the tab no longer than it is sent, as a number does. @param {string} name */
  isBrief(name) {
    return this.form.elements[name]?.type === "tel";
  }

  /**
   * The field that makes a repeat the same call; sent as a header too, so that nginx may repeat it.
   * @returns {HTMLInputElement|undefined}
   */
  get key() {
    const { key } = this.form.elements;
    return isSecret(key) ? undefined : key;
  }

  /**
   * Whether a repeat after a reload is still the same call: of a form that makes something, which else would be made
   * twice. Any other sets how something shall be, perhaps as it was already once, and to set it again is a new call.
   */
  get keepsKey() {
    return "creates" in this.dataset || "awaited" in this.dataset;
  }

  /** @param {number} status @param {Partial<Refusal>} answer */
  refuse(status, { fields, message, next, initial = {}, choices = {} }) {
    for (const [name, text] of Object.entries(initial)) renew(this.form, name, text);
    askWhich(this.form, choices);
    if (next) this.#leaveFor(next);
    else if (fields && Object.keys(fields).length) this.#markFields(fields);
    else
      this.complain(
        (status < 500 && message) || say(status >= 500 ? "our_fault" : status === 403 ? "no_cookie" : "odd"),
      );
  }

  /** @param {string} message */
  complain(message) {
    const element = this.querySelector("[data-message]");
    element.textContent = message;
    element.hidden = false;
    element.focus();
  }

  /** For a form that has something to do once it knows that its call was taken or refused. */
  onAnswer() {}

  /** The page that shows it best. */
  reload() {
    location.assign(location.pathname);
  }

  /** As if its button were pressed. @param {?HTMLButtonElement} [button] */
  send(button = null) {
    const { signal } = this.#gone;
    this.#submit(button, signal).catch(() => {
      if (signal.aborted) return;
      this.onAnswer(); // the plain form takes over from here
      this.#sendPlainly(button);
    });
  }

  /** @param {SubmitEvent} event */
  #take(event) {
    const { submitter } = event;
    if (!submitter && this.#buttons.some(({ name }) => name)) return; // a browser that does not say which
    event.preventDefault();
    if (!isBusy(this.form)) this.send(/** @type {?HTMLButtonElement} */ (submitter));
  }

  /** @param {?HTMLButtonElement} button @param {AbortSignal} signal */
  async #submit(button, signal) {
    this.#hasArrived = false;
    this.#addMessages();
    this.#clearErrors();
    this.#setBusy(button ?? undefined);
    this.keep();
    const isAwaited = "awaited" in this.dataset;
    const call = { url: this.form.action, body: this.#body(button), key: this.#keyOfTap(), isAwaited };
    const answer = await answerTo(call, signal, this.words, (words, how) => {
      this.keep(); // as long as it waits, so long it stays
      this.#show(words, how);
    });
    this.#show("");
    if (answer.type === "opaqueredirect") return this.#sendPlainly(button);
    this.onAnswer();
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) return this.#arrive(body.next, button);
    this.#free();
    this.keep();
    this.refuse(answer.status, body);
  }

  /**
   * By which all tries of one tap are one call: one that a server took late, long after it was given up and another had
   * taken the next, must not come over what was tapped since. None where what the form calls its key is a secret.
   */
  #keyOfTap() {
    return isSecret(this.form.elements.key) ? undefined : this.key?.value || newKey();
  }

  /** @param {HTMLElement} [button] */
  #setBusy(button) {
    const [free, release] = [makeBusy(this.form, button), hold(this.form, () => this.#show(say("as_sent")))];
    this.#free = () => {
      release();
      free();
    };
  }

  /** Back from the page that followed. A form that makes something keeps its key: the same text is the same call. */
  #comeBack() {
    if (!this.#hasArrived) return;
    this.#hasArrived = false;
    this.#free();
    if (this.key && !this.keepsKey) this.key.value = newKey();
  }

  /** @param {?HTMLButtonElement} button */
  #body(button) {
    const body = new FormData(this.form);
    if (button?.name) body.append(button.name, button.value);
    return body;
  }

  /**
   * Without an address the form goes there itself, as the same call: what the page shows is shown once.
   * @param {string|undefined} url
   * @param {?HTMLButtonElement} button
   */
  #arrive(url, button) {
    dropDraft(this.form.action);
    this.#hasArrived = true;
    if (url) goTo(new URL(url, location.href));
    else this.#sendPlainly(button);
  }

  /** With the mobile number: the page that follows asks for the rest. @param {string} url */
  #leaveFor(url) {
    this.keep({ isSending: true });
    this.#hasArrived = true;
    location.assign(url);
  }

  /** @param {?HTMLButtonElement} button */
  #sendPlainly(button) {
    const pressed = button?.name && hiddenField(button);
    if (pressed) this.form.append(pressed);
    this.#hasArrived = true;
    this.form.submit(); // which has read the form by the time it returns
    if (pressed) pressed.remove(); // or it would go along again when somebody comes back
  }

  get #buttons() {
    return [...this.form.elements].filter(({ type }) => type === "submit");
  }

  /** @param {Record<string, string>} fields */
  #markFields(fields) {
    for (const [name, words] of Object.entries(fields)) {
      /** @type {Field|RadioNodeList|undefined} */
      const field = this.form.elements[name];
      if (field instanceof HTMLElement && field.type !== "hidden") mark(field, words);
      else this.complain(words);
    }
    this.form.querySelector("[aria-invalid]")?.focus();
  }

  #clearErrors() {
    this.querySelector("[data-message]").hidden = true;
    clearMarks(this.form);
  }

  /** @param {string} words @param {{aloud?: boolean}} [how] */
  #show(words, { aloud = true } = {}) {
    const element = this.querySelector("[data-progress]");
    if (element.textContent === words) return;
    if (element.hasAttribute("role"))
      element.setAttribute("aria-live", aloud ? "polite" : "off"); // not every second
    else if (aloud) document.querySelector("trip-news")?.say(words);
    element.textContent = words;
    element.hidden = false;
    element.classList.toggle("visually-hidden", !words);
  }

  /** Where it says what happens, if the page has made none. */
  #addMessages() {
    if (!this.querySelector("[data-message]"))
      this.form.prepend(messageElement("data-message", "notice notice--wrong"));
    if (!this.querySelector("[data-progress]"))
      this.form.append(messageElement("data-progress", "hint visually-hidden"));
  }

  /**
   * What is typed, in this tab.
   * @param {{isSending?: boolean}} [how] then with the mobile number, which the next page asks for
   */
  keep({ isSending = isBusy(this.form) } = {}) {
    const typed = Object.entries(this.typed()).filter(([name]) => !isSecret(this.form.elements[name]));
    /** @param {boolean} isBrief */
    const pick = (isBrief) => Object.fromEntries(typed.filter(([name]) => this.isBrief(name) === isBrief));
    const key = this.keepsKey ? this.key?.value : undefined;
    keepDraft(this.form.action, { typed: pick(false), key, ...(isSending && { brief: pick(true) }) });
  }

  #restore() {
    const { typed, key, brief } = readDraft(this.form.action);
    if (!typed) return;
    const offer = offerDiscard(this.form);
    this.retype({ ...typed, ...brief });
    showQuestions(this.form);
    offer();
    if (this.keepsKey && this.key && key) this.key.value = key; // its answer may have been lost on the way
    this.keep();
  }
}

/** A place on the page that one is on is shown anew, with as much of it as before. @param {URL} to */
function goTo({ pathname, hash, href }) {
  if (!hash || pathname !== location.pathname) return location.assign(href);
  history.replaceState(null, "", hash);
  location.reload();
}

/** @param {unknown} field */
const isSecret = (field) => field instanceof HTMLElement && "secret" in field.dataset;

/** @param {"data-message"|"data-progress"} what @param {string} className */
function messageElement(what, className) {
  const element = document.createElement("p");
  element.className = className;
  element.setAttribute(what, "");
  if (what === "data-message") Object.assign(element, { hidden: true, tabIndex: -1 });
  else if (!document.querySelector("trip-news")) element.setAttribute("role", "status");
  return element;
}

/** @param {{name: string, value: string}} field */
function hiddenField({ name, value }) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}
