import { serverClock } from "../server-clock.js";
import { ago } from "../words/dates.js";

const AGAIN_MS = 30_000;

const shown = new Set();

/** How long ago a <time> was, kept true. */
class TimeAgo extends HTMLElement {
  connectedCallback() {
    shown.add(this);
    this.draw();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  draw() {
    const time = this.querySelector("time");
    const words = ago(serverClock.now() - Date.parse(time.dateTime), this.dataset.what);
    if (words && time.textContent !== words) time.textContent = words;
  }
}

function drawAll() {
  for (const element of shown) element.draw();
}

setInterval(drawAll, AGAIN_MS);
serverClock.addEventListener("change", drawAll);

customElements.define("time-ago", TimeAgo);
