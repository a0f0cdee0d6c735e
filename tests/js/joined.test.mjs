/** What socialcart/joined.py takes for granted of our modules, which it reads by their layout. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const isInstalled = existsSync(new URL("node_modules/eslint-scope", root)); // `make check` brings it
const scripts = new URL("static/js/", root);
const names = readdirSync(scripts, { recursive: true }).filter((name) => name.endsWith(".js"));
const texts = new Map(names.map((name) => [name, readFileSync(new URL(name, scripts), "utf8")]));

/** Each top-level declaration and free name of a module. */
async function read(text) {
  const [{ parse }, { analyze }] = [await import("espree"), await import("eslint-scope")];
  const tree = parse(text, { ecmaVersion: 2022, sourceType: "module", range: true, loc: true, comment: true });
  const [, module] = analyze(tree, { ecmaVersion: 2022, sourceType: "module" }).scopes;
  const isImported = ({ defs }) => defs.some(({ type }) => type === "ImportBinding");
  return {
    tree,
    declared: module.variables.filter((each) => !isImported(each)).map(({ name }) => name),
    free: new Set(module.through.map(({ identifier }) => identifier.name)),
  };
}

/** Without its comments, which may stand in any column. */
function lines(text, { comments }) {
  const blank = (all, { range: [from, to] }) =>
    all.slice(0, from) + all.slice(from, to).replace(/[^\n]/g, " ") + all.slice(to);
  return comments.reduce(blank, text).split("\n");
}

test("what stands in the first column begins a statement, and declares one name", { skip: !isInstalled }, async () => {
  for (const [name, text] of texts) {
    const { tree, declared } = await read(text);
    const begun = lines(text, tree).flatMap((line, index) => (/^[A-Za-z]/.test(line) ? [index + 1] : []));
    const starts = tree.body.map(({ loc }) => loc.start.line);
    assert.deepEqual(begun, starts, name);
    const own = tree.body.map((each) => each.declaration ?? each).filter(({ type }) => type.endsWith("Declaration"));
    assert.equal(own.filter(({ type }) => type !== "ImportDeclaration").length, declared.length, name);
  }
});

test("no module means by a name of the browser's what another declares", { skip: !isInstalled }, async () => {
  const read_ = await Promise.all([...texts.values()].map(read));
  const declared = new Set(read_.flatMap((each) => each.declared));
  for (const [index, name] of names.entries())
    assert.deepEqual(
      [...read_[index].free].filter((each) => declared.has(each)),
      [],
      name,
    );
});
