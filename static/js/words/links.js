/**
 * The web addresses in a text that somebody typed, which pages show as links; trips/words/links.py finds the same, and
 * says which are.
 *
 * @typedef {import("./catalogue.js").Piece} Piece
 */

const LABEL = "(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const HOST = `(?:${LABEL}\\.)+[A-Za-z]{2,63}(?::[0-9]{1,5})?`;
const CHARACTER = "[A-Za-z0-9\\-._~:/?#@!$&'*+,;=%]";
const REST = `(?:[/?#](?:${CHARACTER}|\\(${CHARACTER}*\\))*?)?`;
const OPENS = "(?:[^\\x00-\\x7f]|[(\"'[{<])*";
const CLOSES = "[.,;:!?'\")\\]}>»”’…。，、；：！？）」』】》]*";
const ADDRESS = new RegExp(`^(${OPENS})([Hh]ttps://${HOST}${REST})(${CLOSES})$`);

/** A text in plain pieces and the addresses in it. @param {string} text @returns {Piece[]} */
export function linked(text) {
  /** @type {Piece[]} */
  const line = [];
  let plain = "";
  for (const token of text.split(/([ \n]+)/)) {
    const [, before, address, after] = ADDRESS.exec(token) ?? [];
    plain += address ? before : token;
    if (!address) continue;
    if (plain) line.push({ text: plain });
    line.push({ text: address, kind: "link" });
    plain = after;
  }
  return plain ? [...line, { text: plain }] : line;
}
