/**
 * A place in the log of a trip, "<epoch>.<seq>" as text.
 *
 * @typedef {{epoch: string, seq: number}} Position
 */

/** Null for anything else. @param {string} position @returns {?Position} */
export function parsePosition(position) {
  const [, epoch, seq] = /^(.+)\.(\d+)$/.exec(position ?? "") ?? [];
  return epoch ? { epoch, seq: Number(seq) } : null;
}

/** Whether one is before the other in the same log. @param {?Position} one @param {?Position} other */
export const isBefore = (one, other) => Boolean(one && other && one.epoch === other.epoch && one.seq < other.seq);

/** @param {Position} place  a frame or a trip has one */
export const positionOf = ({ epoch, seq }) => `${epoch}.${seq}`;

/** The position of the last frame of the log; undefined where there is none. @param {Frame[]} frames */
export function positionAfter(frames) {
  const own = frames.filter(({ type }) => type !== "HEARTBEAT");
  return own.length ? positionOf(own[own.length - 1]) : undefined;
}
