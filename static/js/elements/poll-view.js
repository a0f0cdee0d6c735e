import { fill, setText } from "../fill.js";
import {
  hasVoted,
  isTie,
  leadersOf,
  stateOf,
  tallyOf,
  turnoutSentence,
  votedSentence,
  votesSentence,
  winnerOf,
} from "../polls.js";
import { serverClock } from "../server-clock.js";
import { atMomentOf, zoneOf } from "../terms.js";
import { drawPollWith } from "./poll-views.js";

/**
 * Draws one poll, named in data-poll, into server-rendered words; options that come later get a row of their own. One of
 * the older ones on a hub shows no options.
 */
class PollView extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".options");
    this.template = this.querySelector("template");
    drawPollWith(this, (poll, view, trip) => this.#draw(poll, view, trip));
  }

  #draw(poll, view, trip) {
    const state = stateOf(poll, trip, serverClock.now());
    const tally = tallyOf(poll, view, state);
    this.dataset.state = state;
    fill(this, partsOf(poll, state, tally, trip), truthsOf(poll, state, tally, view, trip));
    if (this.list) this.#drawOptions(poll, state, tally, view);
  }

  #drawOptions(poll, state, tally, view) {
    const leaders = state === "closed" ? leadersOf(poll, tally) : [];
    const isOpenToPick = isTie(poll, tally, state);
    this.#keepRowsOf(poll.options);
    for (const option of poll.options) {
      drawOption(this.#rowOf(option), {
        votes: tally && (tally[option.id] ?? 0),
        voted: poll.votedCount,
        isMine: view?.choices.includes(option.id),
        isLeading: leaders.includes(option) && poll.votedCount > 0,
        isPicked: option.id === poll.pickedOptionId,
        isPickable: isOpenToPick && leaders.includes(option),
      });
    }
  }

  /** Options that an edit took out go; what stays, stays in their order. */
  #keepRowsOf(options) {
    for (const row of [...this.list.children]) if (!options.some(({ id }) => id === row.dataset.id)) row.remove();
    options.forEach((option, index) => {
      const row = this.#rowOf(option);
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index]);
    });
  }

  #rowOf({ id, text }) {
    const known = [...this.list.children].find((row) => row.dataset.id === id);
    if (known) return known;
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    row.querySelector("bdi").textContent = text;
    for (const control of row.querySelectorAll("input, button")) control.value = id;
    this.list.append(row);
    return row;
  }
}

function partsOf(poll, state, tally, trip) {
  const zone = zoneOf(trip.timeZone);
  const at = (moment) => atMomentOf(moment, trip.timeZone, trip.nowMs);
  return {
    question: poll.question,
    voted: state === "closed" ? turnoutSentence(poll) : votedSentence(poll, trip),
    winner: winnerOf(poll, tally, state)?.text ?? "",
    closes: at(poll.closesAt),
    closed: state === "closed" ? at(poll.closedAt ?? poll.closesAt) : "",
    zone: zone && ` (${zone})`,
    required: `${trip.requiredMembers}`,
  };
}

function truthsOf(poll, state, tally, view, trip) {
  const isOpen = state === "open";
  const isClosed = state === "closed";
  const isReopenable = isClosed && !poll.pickedOptionId && !trip.cancelledAt;
  return {
    [state]: true,
    votable: isOpen && !hasVoted(view),
    revotable: isOpen && hasVoted(view),
    dated: !isClosed && Boolean(poll.closesAt),
    short: state === "paused" && !trip.cancelledAt,
    cancelled: state === "paused" && Boolean(trip.cancelledAt),
    "hidden-until-voted": !isClosed && !tally && poll.results === "voted",
    "hidden-until-closed": !isClosed && !tally && poll.results === "closed",
    awaited: isClosed && !tally,
    tie: isTie(poll, tally, state),
    tied: poll.votedCount > 0,
    silent: !poll.votedCount,
    unvoted: !hasVoted(view),
    voted: hasVoted(view),
    decided: Boolean(winnerOf(poll, tally, state)),
    editable: !isClosed && !poll.votedCount,
    deletable: !poll.votedCount,
    reopenable: isReopenable,
    organisable: !isClosed || !poll.votedCount || isReopenable,
    limited: !isClosed && poll.mostChoices > 1,
    picked: Boolean(poll.pickedOptionId),
  };
}

function drawOption(row, { votes, voted, isMine, isLeading, isPicked, isPickable }) {
  const part = (name) => row.querySelector(`.option__${name}`);
  const bar = part("bar");
  row.classList.toggle("option--leading", isLeading || isPicked);
  part("votes").hidden = bar.hidden = votes === null;
  setText(part("votes"), votesSentence(votes ?? 0));
  bar.max = voted || 1;
  bar.value = Math.min(votes ?? 0, bar.max);
  part("mine").hidden = !isMine;
  part("most").hidden = !isLeading;
  part("picked").hidden = !isPicked;
  const pick = part("pick");
  if (pick) pick.hidden = !isPickable;
}

customElements.define("poll-view", PollView);
