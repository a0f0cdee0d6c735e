/**
 * Lets time pass, `ms` or until the window gets an event. Throws once the signal is aborted, or if it was already.
 * @param {number} ms
 * @param {AbortSignal} signal
 * @param {string} [orEvent]
 * @returns {Promise<void>}
 */
export function pause(ms, signal, orEvent) {
  return new Promise((resolve, reject) => {
    /** @param {() => void} act */
    const end = (act) => () => {
      clearTimeout(timer);
      if (orEvent) removeEventListener(orEvent, goOn);
      signal.removeEventListener("abort", stop);
      act();
    };
    const goOn = end(resolve);
    const stop = end(() => reject(new Error("given up")));
    const timer = setTimeout(goOn, ms);
    if (orEvent) addEventListener(orEvent, goOn);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop(); // whoever listens only now hears nothing of it
  });
}
