import { hubOf } from "./trip-hub.js";

const PIECES = 140;
const LASTS_MS = 2_600;
const COLOURS = ["#ffb02e", "#2b4a78", "#e9b98a", "#a8321c", "#fff3dc"];
const GRAVITY = 900;

/** Once, when a step is reached before one's eyes, with data-now by one's own tap; never for what is long past. */
class ConfettiBurst extends HTMLElement {
  connectedCallback() {
    if ("now" in this.dataset) this.#celebrate();
    hubOf(this).addEventListener("trip:frame", ({ detail: { replay, before, after } }) => {
      const isHigher = after.discountPercentNow > before.discountPercentNow && after.memberCount > before.memberCount;
      const isEdge = isHigher || (!before.isDiscountUnlocked && after.isDiscountUnlocked);
      if (isEdge && !replay) this.#celebrate();
    });
  }

  #celebrate() {
    if (document.visibilityState === "visible" && !prefersStillness()) this.#burst();
  }

  #burst() {
    const canvas = document.createElement("canvas");
    canvas.className = "confetti";
    canvas.width = innerWidth;
    canvas.height = innerHeight;
    this.replaceChildren(canvas);
    const pieces = Array.from({ length: PIECES }, (_, index) => newPiece(index, canvas));
    const began = performance.now();
    /** @param {number} now */
    const step = (now) => {
      if (now - began > LASTS_MS) return canvas.remove();
      draw(/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")), pieces, (now - began) / 1000);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
}

const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {number} index @param {HTMLCanvasElement} canvas */
function newPiece(index, { width, height }) {
  const angle = -Math.PI / 2 + (Math.random() - 0.5) * 1.9;
  const speed = height * (0.55 + Math.random() * 0.75);
  return {
    x: width / 2,
    y: height * 0.6,
    vx: Math.cos(angle) * speed,
    vy: Math.sin(angle) * speed,
    size: 5 + Math.random() * 7,
    spin: Math.random() * 12,
    colour: COLOURS[index % COLOURS.length],
  };
}

/** @param {CanvasRenderingContext2D} paper @param {ReturnType<typeof newPiece>[]} pieces @param {number} seconds */
function draw(paper, pieces, seconds) {
  paper.clearRect(0, 0, paper.canvas.width, paper.canvas.height);
  paper.globalAlpha = Math.min(1, (LASTS_MS / 1000 - seconds) * 2);
  for (const { x, y, vx, vy, size, spin, colour } of pieces) {
    paper.setTransform(1, 0, 0, 1, x + vx * seconds, y + vy * seconds + (GRAVITY * seconds ** 2) / 2);
    paper.rotate(spin * seconds);
    paper.fillStyle = colour;
    paper.fillRect(-size / 2, -size / 4, size, size / 2);
  }
  paper.resetTransform();
}

customElements.define("confetti-burst", ConfettiBurst);
