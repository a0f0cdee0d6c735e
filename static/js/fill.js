/** Of links that lead away, by what people typed. */
const FOREIGN = ["nofollow", "noopener", "noreferrer", "ugc"].join(" ");
const MAP = "https://www.openstreetmap.org/search?query=";

/**
 * Draws into server-rendered elements: data-part is filled, data-when shown while one of its words is true, data-needs
 * enabled then.
 *
 * @typedef {import("./words/catalogue.js").Piece} Piece
 * @param {Element} root
 * @param {Object<string, string|Piece[]|undefined>} parts
 * @param {Object<string, boolean>} truths
 */
export function fill(root, parts, truths) {
  /** @param {string} [words] */
  const isTrue = (words = "") => words.split(" ").some((word) => truths[word]);
  for (const element of root.querySelectorAll("[data-part]")) setPart(element, parts[element.dataset.part ?? ""]);
  for (const element of root.querySelectorAll("[data-when]")) element.hidden = !isTrue(element.dataset.when);
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = root.querySelectorAll("[data-needs]");
  for (const button of buttons) button.disabled = !isTrue(button.dataset.needs);
}

/** Writes only what has changed. @param {Element} element @param {string} [text] */
export function setText(element, text) {
  if (text !== undefined && element.textContent !== text) element.textContent = text;
}

/**
 * A line as elements; a question links to its poll beneath this address.
 * @param {Piece[]} line
 * @param {string} [hubUrl]
 * @returns {(string|Element)[]}
 */
export const marked = (line, hubUrl) => line.map((piece) => nodeOf(piece, hubUrl));

/** Writes only what has changed. @param {Element} element @param {string|Piece[]} [part] */
export function setPart(element, part) {
  if (!Array.isArray(part)) setText(element, part);
  else if (element.textContent !== part.map(({ text }) => text).join("")) element.replaceChildren(...marked(part));
}

/** @param {Piece} piece @param {string} [hubUrl] @returns {string|Element} */
function nodeOf({ text, kind, id, isStrong }, hubUrl) {
  /** @type {string|Element} */
  let words = text;
  if (kind === "link") return around("a", text, { href: text, rel: FOREIGN, dir: "ltr" });
  if (kind) words = around("bdi", words, kind === "name" ? { className: "name" } : {});
  if (kind === "place") words = around("a", words, { href: `${MAP}${encodeURIComponent(text)}`, rel: FOREIGN });
  if (id) words = around("a", words, { href: `${hubUrl}/polls/${id}` });
  return isStrong ? around("strong", words) : words;
}

/** @param {string} tag @param {string|Element} words @param {Object<string, string>} [attributes] */
function around(tag, words, attributes = {}) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(words);
  return element;
}
