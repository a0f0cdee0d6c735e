/**
 * A sentence of the catalogue, filled in: as text, or in pieces of which some stand out. trips/words/catalogue.py does
 * the same. The catalogue comes with the module of the page's language, which the page names before its others.
 *
 * @typedef {{text: string, kind?: "name"|"poll"|"link"|"place", id?: string, isStrong?: boolean}} Piece  plain text,
 *   what somebody typed, a question, with the poll's id where it is still there, a web address or a place
 * @typedef {string|number|Piece|Piece[]} Part
 * @typedef {{between: string, fromDigits: number}} Thousands  what separates them, from so many digits on
 * @typedef {{withSign: string, withCode: string, decimal: string, signs: Object<string, string>,
 *   byLakhs: string[]}} Sums  how sums are written; "#" is the number and "¤" the sign, or the code
 * @typedef {{language: string, months: string[], weekdays: string[], lists: Object<string, string>, money: Sums,
 *   thousands: Thousands,
 *   texts: Object<string, string|Object<string, string>>}} Table
 * @typedef {() => Promise<{default: Object<string, string>}>} LoadZones  all names of time zones, by those of the IANA
 * @typedef {Table & {loadZones: LoadZones, zones: Object<string, string>, plurals: Intl.PluralRules}} Known
 */

const MARKS = /(<\/?b>|\{\w+\})/;

/** @type {Map<string|undefined, Known>} */
const tables = new Map();
/** @type {Known} */
let catalogue;

/**
 * The first is that of the page's language. More of one, which comes without the zones, adds to it.
 * @param {Table} table @param {LoadZones} [loadZones]
 */
export function learn(table, loadZones) {
  const known = tables.get(table.language) ?? firstOf(table, loadZones);
  Object.assign(known, table, { texts: { ...known.texts, ...table.texts } });
  tables.set(table.language, known);
  catalogue ??= known;
}

/** @param {Table} table @param {LoadZones} [loadZones] @returns {Known} */
function firstOf(table, loadZones = async () => ({ default: {} })) {
  return { ...table, loadZones, zones: Object.create(null), plurals: new Intl.PluralRules(table.language) };
}

/**
 * What `said` says in a language that the page has named; where it has not, in its own.
 * @param {string|undefined} language @param {() => string} said
 */
export function inLanguage(language, said) {
  const ofPage = catalogue;
  catalogue = tables.get(language) ?? ofPage;
  try {
    return said();
  } finally {
    catalogue = ofPage;
  }
}

/** The names of months and days, and how sums are written in the page's language. @returns {Table} */
export const table = () => catalogue;

/**
 * Lets sentences in a language name these zones, where the page has named the language.
 * @param {Object<string, string>} labels @param {string} [language] the page's
 */
export function learnZones(labels, language = catalogue.language) {
  const known = tables.get(language);
  if (known) Object.assign(known.zones, labels);
}

/**
 * Lets sentences name all zones, in each language of the page; one that nobody knows is called as it is.
 * @param {string} timeZone
 */
export async function learnAllZones(timeZone) {
  const languages = [...tables.values()];
  const all = await Promise.all(languages.map((each) => each.loadZones()));
  for (const [index, { zones }] of languages.entries())
    Object.assign(zones, { [timeZone]: timeZone }, all[index].default);
}

/** The names of all zones in the page's language. */
export const allZones = async () => (await catalogue.loadZones()).default;

/** Whether the name of a zone is not there yet. @param {string} timeZone */
export const isStrangeZone = (timeZone) => !(timeZone in catalogue.zones);

/** "India time"; undefined while it is not there yet. @param {string} timeZone @returns {string|undefined} */
export const zoneName = (timeZone) => catalogue.zones[timeZone];

/**
 * What somebody typed: it may run in another direction than what is around it. Empty is the name of who has erased it.
 * @param {string} text
 * @returns {Piece}
 */
export const name = (text) => ({ text: text || say("somebody"), kind: "name" });

/**
 * The sentence of this id in the page's language, with its parts filled in; `n` decides between singular and plural.
 * @param {string} message
 * @param {Object<string, Part>} [parts]
 * @returns {Piece[]}
 */
export const pieces = (message, parts = {}) => filled(textOfMessage(message, Number(parts.n)), parts);

/**
 * A text with its parts filled in: `{name}` is one, and `<b>` stands out.
 * @param {string} text
 * @param {Object<string, Part>} parts
 * @returns {Piece[]}
 */
export function filled(text, parts) {
  /** @type {Piece[]} */
  const line = [];
  let isStrong = false;
  for (const [index, found] of text.split(MARKS).entries()) {
    if (found === "<b>" || found === "</b>") isStrong = found === "<b>";
    else
      for (const piece of piecesOf(index % 2 ? parts[found.slice(1, -1)] : found))
        add(line, isStrong ? { ...piece, isStrong } : piece);
  }
  return line;
}

/**
 * The sentence of this id as text, with its parts filled in.
 * @param {string} message
 * @param {Object<string, Part>} [parts]
 */
export const say = (message, parts) => textOf(pieces(message, parts));

/**
 * Whole sentences, one after the other; what is empty is left out.
 * @param {...(Piece[]|string)} lines
 * @returns {Piece[]}
 */
export function sentences(...lines) {
  /** @type {Piece[]} */
  let said = [];
  for (const line of lines.map(piecesOf)) {
    if (!said.length) said = line;
    else if (line.length) said = pieces("then", { first: said, next: line });
  }
  return said;
}

/** @param {Piece[]} line */
export const textOf = (line) => line.map(({ text }) => text).join("");

/** @param {string} message @param {number} n */
function textOfMessage(message, n) {
  const found = catalogue.texts[message];
  if (typeof found !== "object") return found;
  return found[catalogue.plurals.select(n)] ?? found.other;
}

/** @param {Part} part @returns {Piece[]} */
function piecesOf(part) {
  if (Array.isArray(part)) return part;
  if (part === "") return [];
  return [typeof part === "object" ? part : { text: typeof part === "number" ? grouped(`${part}`) : part }];
}

/**
 * A count, "5,000", or the whole part of a sum.
 * @param {string} digits
 * @param {boolean} [byLakhs]
 */
export function grouped(digits, byLakhs) {
  const { between, fromDigits } = catalogue.thousands;
  if (digits.length < fromDigits) return digits;
  return digits.replace(byLakhs ? /\B(?=(?:\d\d)*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g, between);
}

/** Plain text goes on with the plain text before it. @param {Piece[]} line @param {Piece} piece */
function add(line, piece) {
  const last = line[line.length - 1];
  const goesOn = last && !last.kind && !piece.kind && Boolean(last.isStrong) === Boolean(piece.isStrong);
  if (goesOn) line[line.length - 1] = { ...last, text: last.text + piece.text };
  else line.push(piece);
}
