/**
 * Time that passes, asleep or not, and never backwards, whatever is done to the device's clock: some browsers do not
 * count what a device sleeps, so of the two clocks the one that went further is right.
 * @param {() => number} clock the device's
 * @param {() => number} count milliseconds since any beginning
 */
export function passage(clock, count) {
  let [now, lastTime, lastCount] = [clock(), clock(), count()];
  return () => {
    const [time, counted] = [clock(), count()];
    now += Math.max(time - lastTime, counted - lastCount, 0);
    [lastTime, lastCount] = [time, counted];
    return now;
  };
}

/** The browser's own clock, for the feed. @type {import("./feed.js").Clock} */
export const clock = {
  now: passage(
    () => Date.now(),
    () => performance.now(),
  ),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (id) => clearTimeout(id),
};
