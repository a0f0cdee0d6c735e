import { drawPollWith } from "../draw-poll.js";
import { setText } from "../fill.js";
import { stateOf, votersOf } from "../polls.js";
import { serverClock } from "../server-clock.js";
import { say } from "../words/catalogue.js";
import { optionText } from "../words/poll.js";

/** Who said what to which date, as a table; where the poll shows it. */
class VoteGrid extends HTMLElement {
  drawn = "";

  connectedCallback() {
    drawPollWith(this, (poll, mine, trip) => {
      const voters = votersOf(poll, mine, stateOf(poll, trip, serverClock.now()), trip.members);
      this.hidden = !voters?.length;
      if (voters?.length) this.#draw(poll, voters);
    });
  }

  /** @param {Poll} poll @param {Voter[]} voters */
  #draw(poll, voters) {
    const more = this.querySelector("[data-more]");
    const n = poll.votedCount - voters.length;
    more.hidden = n <= 0;
    setText(more, n > 0 ? say("more_people", { n }) : "");
    const shown = JSON.stringify([poll.options, voters]);
    if (shown === this.drawn) return;
    this.drawn = shown;
    const { tHead, tBodies } = this.querySelector("table");
    const [head] = /** @type {HTMLTableSectionElement} */ (tHead).rows;
    head.replaceChildren(
      /** @type {Element} */ (head.firstElementChild),
      ...poll.options.map((option) => header("col", optionText(option), "")),
    );
    tBodies[0].replaceChildren(...voters.map((voter) => this.#row(poll, voter)));
  }

  /** @param {Poll} poll @param {Voter} voter */
  #row({ options }, voter) {
    const row = document.createElement("tr");
    row.append(
      header("row", voter.name || say("somebody"), "name"),
      ...options.map(({ id }) => this.#cell(answerOf(voter, id))),
    );
    return row;
  }

  /** @param {string} answer */
  #cell(answer) {
    /** @type {HTMLTemplateElement} */
    const template = this.querySelector(`template[data-answer="${answer}"]`);
    return template.content.cloneNode(true);
  }
}

/** @param {Voter} voter @param {string} id */
function answerOf({ choices, maybeChoices }, id) {
  if (choices.includes(id)) return "yes";
  return maybeChoices.includes(id) ? "maybe" : "no";
}

/** @param {"col"|"row"} scope @param {string} text @param {string} className */
function header(scope, text, className) {
  const cell = Object.assign(document.createElement("th"), { scope });
  cell.append(Object.assign(document.createElement("bdi"), { textContent: text, className }));
  return cell;
}

customElements.define("vote-grid", VoteGrid);
