const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, in the words of the server's pages; "" if nobody knows. @param {number} ms */
export function ago(ms) {
  if (Number.isNaN(ms)) return "";
  if (ms < MINUTE) return "just now";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`;
  const days = Math.floor(ms / DAY);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** A moment as the API tells it, for a <time>: HTML allows no microseconds. @param {string} at */
export const dateTimeOf = (at) => new Date(at).toISOString();
