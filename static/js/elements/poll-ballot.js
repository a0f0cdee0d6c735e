import { isBusy } from "../busy.js";
import { dropDraft, keepDraft, readDraft } from "../draft.js";
import { drawPollWith } from "../draw-poll.js";
import { setText } from "../fill.js";
import { PatientForm, VOTE } from "../patient-form.js";
import { isRunning, stateOf } from "../polls.js";
import { serverClock } from "../server-clock.js";
import { say } from "../words/catalogue.js";

/** A member's vote. */
export class PollBallot extends PatientForm {
  words = VOTE;

  isUnsent = false;
  isClosed = false;
  saysUnsent = false;
  most = 0; // nobody knows, until it is drawn

  connectedCallback() {
    const { message } = readDraft(location.pathname);
    super.connectedCallback();
    this.form.addEventListener("change", () => this.#choiceChanged());
    if (message) this.complain(message);
  }

  /** To be called once there is who draws the rows of new options. */
  follow() {
    drawPollWith(this, (...seen) => this.#draw(...seen));
  }

  typed() {
    return { options: this.#chosen.map(({ value }) => value) };
  }

  /** @param {{options: string[]}} typed */
  retype({ options }) {
    this.isUnsent = true;
    this.#choose(options);
  }

  /** @param {number} status @param {Partial<Refusal>} answer */
  refuse(status, answer) {
    if (answer.error !== "options_changed") return super.refuse(status, answer);
    keepDraft(location.pathname, { ...readDraft(location.pathname), message: answer.message });
    this.reload();
  }

  /** @param {Poll} poll @param {MyPoll|undefined} mine @param {TripNow} trip @param {boolean} isSure */
  #draw(poll, mine, trip, isSure) {
    this.form.elements.optionsVersion.value = poll.optionsVersion;
    this.#allow(poll.mostChoices);
    const state = stateOf(poll, trip, serverClock.now());
    this.isClosed = !isRunning(state);
    if (!this.isClosed) this.#forgetUnsent();
    else if (isSure) this.#showWhatCounts(mine?.choices ?? []);
    this.#limit();
  }

  /** How many options it may hold; an edit of the poll may have changed that. @param {number} most */
  #allow(most) {
    this.most = most;
    const isSingle = most === 1;
    for (const input of this.#inputs) {
      input.type = isSingle ? "radio" : "checkbox";
      input.required = isSingle;
    }
    const paper = this.querySelector("fieldset");
    if (isSingle) paper.removeAttribute("aria-describedby");
    else paper.setAttribute("aria-describedby", "ballot-limit");
  }

  /** @param {string[]} choices */
  #showWhatCounts(choices) {
    const chosen = this.#chosen.map(({ value }) => value);
    this.#choose(choices);
    const counts = chosen.length === choices.length && chosen.every((id) => choices.includes(id));
    if (this.isUnsent && !counts && !isBusy(this.form)) this.#sayUnsent(choices); // what is on its way gets its answer
  }

  /** The focus stays where it is: it was not this reader who closed the poll. @param {string[]} choices */
  #sayUnsent(choices) {
    this.isUnsent = false;
    dropDraft(this.form.action);
    const element = this.querySelector("[data-message]");
    element.textContent = say(choices.length ? "unsent_change" : "unsent");
    element.hidden = false;
    this.saysUnsent = true;
    document.querySelector("trip-news")?.say(element.textContent);
  }

  /** A poll that was opened again takes the choice. */
  #forgetUnsent() {
    if (this.saysUnsent) this.querySelector("[data-message]").hidden = true;
    this.saysUnsent = false;
  }

  get #inputs() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = this.querySelectorAll("[name=options]");
    return [...inputs];
  }

  get #chosen() {
    return this.#inputs.filter(({ checked }) => checked);
  }

  /** @param {string[]} options */
  #choose(options) {
    for (const input of this.#inputs) input.checked = options.includes(input.value);
  }

  get #isFull() {
    return this.most > 1 && this.#chosen.length >= this.most;
  }

  #choiceChanged() {
    this.isUnsent = true;
    this.#limit();
    if (this.#isFull) document.querySelector("trip-news")?.say(say("chosen_all", { n: this.most }));
  }

  #limit() {
    if (!this.most) return;
    const isFull = this.#isFull;
    for (const input of this.#inputs) input.disabled = this.isClosed || (isFull && !input.checked);
    setText(
      this.querySelector(".ballot__limit"),
      isFull ? say("chosen_all", { n: this.most }) : say("choose_up_to", { n: this.most }),
    );
  }
}

customElements.define("poll-ballot", PollBallot);
