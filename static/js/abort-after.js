/**
 * A signal that aborts by itself, or with another: AbortSignal.timeout and any, which older browsers have not.
 * @param {number} ms
 * @param {AbortSignal} [signal]
 */
export function abortAfter(ms, signal) {
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  setTimeout(abort, ms);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  return aborter.signal;
}
