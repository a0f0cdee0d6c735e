const AGAIN_MS = 30_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

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
    const words = ago(Date.now() - Date.parse(time.dateTime));
    if (time.textContent !== words) time.textContent = words;
  }
}

function ago(ms) {
  if (ms < MINUTE) return "just now";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`;
  const days = Math.floor(ms / DAY);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

setInterval(() => {
  for (const element of shown) element.draw();
}, AGAIN_MS);

customElements.define("time-ago", TimeAgo);
