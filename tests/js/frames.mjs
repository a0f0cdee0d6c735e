import { readFileSync } from "node:fs";

import { applyFrame } from "../../static/js/trip.js";

export const { start, frames, end } = JSON.parse(readFileSync(new URL("../frames.json", import.meta.url)));
export const fold = (state, list) => list.reduce(applyFrame, state);

/** The trip of the golden frames with so many members. */
export const counts = (memberCount, requiredMembers = 5, more = {}) => ({
  ...start,
  memberCount,
  requiredMembers,
  isDiscountUnlocked: memberCount >= requiredMembers,
  ...more,
});

/** That somebody came; all else as a frame of that type has it. */
export function came(name, memberCount, { requiredMembers = 5, type = "MEMBER_JOINED", id = name, ...more } = {}) {
  const member = { id, name, avatar: "", isAdmin: false, joinedAt: "2026-11-22T16:00:00Z" };
  const isDiscountUnlocked = memberCount >= requiredMembers;
  const data = { member, memberId: id, memberCount, requiredMembers, isDiscountUnlocked };
  return { seq: 28, epoch: "7f3a", type, at: "2026-11-22T16:00:00Z", data, ...more };
}

export const went = (name, memberCount, more) => came(name, memberCount, { type: "MEMBER_LEFT", ...more });
