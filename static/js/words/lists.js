import { filled, name, pieces, table } from "./catalogue.js";

/**
 * Several in one sentence, in the words that the server uses too: trips/words/lists.py.
 *
 * @typedef {import("./catalogue.js").Part} Part
 */

/** Several in one list, as the page's language writes it: "Asha, Chloé, and Dev". @param {Part[]} parts */
export function listed(parts) {
  const { start, middle, end, two } = table().lists;
  if (parts.length < 2) return parts.length ? filled("{0}", { 0: parts[0] }) : [];
  if (parts.length === 2) return filled(two, { 0: parts[0], 1: parts[1] });
  const last = parts.length - 1;
  let said = filled(end, { 0: parts[last - 1], 1: parts[last] });
  for (let index = last - 2; index >= 0; index -= 1)
    said = filled(index ? middle : start, { 0: parts[index], 1: said });
  return said;
}

/** Whom somebody who asks to be let in may be mistaken for; empty where there is nobody. @param {string[]} people */
export const alike = (people) =>
  people.length ? pieces("alike", { n: people.length, names: listed(people.map(name)) }) : [];

/** Who has counted a member in; empty where nobody has who is in. @param {string} [bringer] */
export const broughtBy = (bringer) => (bringer ? pieces("brought_by", { name: name(bringer) }) : []);

/** How many cannot come, and who of them gave a name; empty where there is nobody. @param {Declined} said */
export function declined({ count, names }) {
  if (!count) return [];
  const said = names.length === count ? "declined_named" : "declined_among";
  return pieces(names.length ? said : "declined", { n: count, names: listed(names.map(name)) });
}
