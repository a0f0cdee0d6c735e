/**
 * The steps of a trip's discount, and what follows from them: trips/models/steps.py reckons the same.
 *
 * @typedef {{members: number, percent: number}} Step
 * @typedef {Pick<Trip, "requiredMembers"|"discountPercent"|"discountSteps"|"memberCount">} Stepped
 */

/**
 * Lowest first; none without a percentage. A server of the last release knows the first alone, and may have lifted it.
 * @param {Stepped} trip
 * @returns {Step[]}
 */
export function stepsOf({ requiredMembers: members, discountPercent: percent, discountSteps = [] }) {
  if (percent === null) return [];
  return [{ members, percent }, ...discountSteps.filter((step) => step.members > members && step.percent > percent)];
}

/** The highest that so many members reach. @param {Stepped} trip */
export const reachedOf = (trip) =>
  stepsOf(trip)
    .filter(({ members }) => members <= trip.memberCount)
    .pop();

/** The percent that is unlocked; 0 if there is none. @param {Stepped} trip */
export const percentNow = (trip) => reachedOf(trip)?.percent ?? 0;

/** The lowest step that the members do not reach yet. @param {Stepped} trip */
export const nextStepOf = (trip) => stepsOf(trip).find(({ members }) => members > trip.memberCount);

/** What a state holds that follows from its other fields. @param {Stepped} trip */
export function reckoned(trip) {
  const step = nextStepOf(trip);
  return {
    discountPercentNow: percentNow(trip),
    nextStep: step ? { ...step, missing: step.members - trip.memberCount } : null,
  };
}

/**
 * A price less so many percent, rounded half up to the decimals that it is told with.
 * @param {string} price
 * @param {number} percent
 */
export function discounted(price, percent) {
  const [whole, cents = ""] = price.split(".");
  const units = Math.floor((Number(whole + cents) * (100 - percent) + 50) / 100);
  const digits = `${units}`.padStart(cents.length + 1, "0");
  const at = digits.length - cents.length;
  return cents ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
}
