import { fill, setText } from "../fill.js";
import { datesOf, deadlineOf, discountOf, priceOf, zoneOf } from "../terms.js";
import { counted, isAlmostUnlocked, missing, takes, whyClosed } from "../trip.js";
import { drawWith, hubOf } from "./trip-hub.js";

const SUN_UP = 38;
const SUN_PATH = 62;

/** Draws the numbers of a trip into server-rendered words. */
class TripView extends HTMLElement {
  connectedCallback() {
    drawWith(this, (state) => this.#draw(state));
    if ("open" in this.dataset) this.addEventListener("busychange", () => this.#draw(hubOf(this).state));
  }

  get #isBusy() {
    return this.querySelector("[aria-busy]") !== null;
  }

  #draw(state) {
    const truths = truthsOf(state);
    fill(this, partsOf(state), truths);
    if ("open" in this.dataset) this.dataset.open = truths.open || this.#isBusy; // what is on its way is answered first
    for (const bar of this.querySelectorAll("progress")) drawBar(bar, state);
    this.querySelector("[data-sun]")?.setAttribute("cy", sunHeight(state));
  }
}

function partsOf(state) {
  const { memberCount, requiredMembers, discountPercent, timeZone, nowMs } = state;
  const zone = zoneOf(timeZone);
  const more = missing(state);
  const left = takes(state) - memberCount;
  return {
    name: state.name,
    organiser: state.members?.find(({ isAdmin }) => isAdmin)?.name,
    dates: datesOf(state),
    price: priceOf(state),
    deadline: deadlineOf(state, nowMs),
    zone: zone && ` (${zone})`,
    discount: discountOf(state),
    percent: discountPercent ? `${Number(discountPercent)} % ` : "",
    fraction: `${memberCount}/${requiredMembers}`,
    of: memberCount > requiredMembers ? `${memberCount}` : `${memberCount} of ${requiredMembers}`,
    are: memberCount === 1 ? "is" : "are",
    more: `${more} more`,
    unlock: more === 1 ? "unlocks" : "unlock",
    members: `${memberCount}`,
    required: `${requiredMembers}`,
    takes: `${takes(state)}`,
    places: left === 1 ? "1 place" : `${Math.max(left, 0)} places`,
    "one-less": counted(memberCount - 1, requiredMembers),
  };
}

function truthsOf(state) {
  const { status, isDiscountUnlocked, memberCount, requiredMembers, capacity, joinBy, startDate } = state;
  const isRunning = status === "recruiting" || status === "unlocked";
  const isFull = memberCount >= takes(state);
  const isAlmost = isAlmostUnlocked(state);
  return {
    [status]: true,
    [`closed-by-${whyClosed(state)}`]: status === "closed",
    begun: status === "recruiting" && !isAlmost,
    almost: status === "recruiting" && isAlmost,
    set: isDiscountUnlocked && status !== "cancelled",
    short: !isDiscountUnlocked && status !== "cancelled",
    "closed-short": status === "closed" && !isDiscountUnlocked,
    losing: isDiscountUnlocked && status !== "cancelled" && memberCount === requiredMembers,
    scheduled: Boolean(startDate) && status !== "cancelled",
    "called-off": Boolean(startDate) && status === "cancelled",
    dated: isRunning && Boolean(joinBy),
    limited: isRunning && !isFull && Boolean(capacity),
    full: isRunning && isFull,
    open: isRunning && !isFull,
  };
}

function drawBar(bar, { memberCount, requiredMembers }) {
  const label = `${memberCount} of ${requiredMembers} members`;
  bar.max = requiredMembers;
  bar.value = Math.min(memberCount, requiredMembers);
  bar.setAttribute("aria-label", label);
  setText(bar, label);
}

const sunHeight = (state) => SUN_UP + rounded((missing(state) / state.requiredMembers) * SUN_PATH);

/** A half to the even number, as Django's widthratio does. */
const rounded = (number) => Math.round(number) - (number % 1 === 0.5 && Math.floor(number) % 2 === 0 ? 1 : 0);

customElements.define("trip-view", TripView);
