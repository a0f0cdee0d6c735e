/** A signal that aborts by itself: AbortSignal.timeout, which older browsers have not. @param {number} ms */
export function abortAfter(ms) {
  const aborter = new AbortController();
  setTimeout(() => aborter.abort(), ms);
  return aborter.signal;
}
