/** The negative control of `make check`: what the oldest browsers have not is found. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const isInstalled = existsSync(new URL("node_modules/eslint", root)); // `make check` brings it

const TOO_NEW = [
  "fetch('/', { signal: AbortSignal.timeout(1) });",
  "[1].toSorted();",
  "document.body.checkVisibility();",
  "Object.groupBy([1], String);",
  "Promise.withResolvers();",
  "URL.canParse('/');",
  "new URLPattern();",
  "/[a&&b]/v.test('a');",
  "/(?<=a)b/.test('ab');",
  "class Trip { static {} }",
];
const OLD_ENOUGH = [
  "crypto.randomUUID();",
  "structuredClone([1]);",
  "[1].at(-1);",
  "Object.hasOwn({}, 'a');",
  "class Trip { #seq = 1; }",
];

const STYLES_TOO_NEW = [
  "a:has(b) { color: red; }",
  "@layer base;",
  "a { color: color-mix(in oklab, red, blue); }",
  "a { rotate: 1deg; }",
  "body { block-size: 100dvh; }",
  "@container (width > 1px) { a { color: red; } }",
];
const STYLES_OLD_ENOUGH = [
  "@supports selector(:has(*)) { a:has(b) { color: red; } }",
  "dialog::backdrop { inset: 0; }",
];

async function faults(text) {
  const { ESLint } = await import("eslint");
  const [{ messages }] = await new ESLint({ cwd: root.pathname }).lintText(text, { filePath: "static/js/planted.js" });
  return messages.map(({ message }) => message);
}

async function faultsOfStyle(code) {
  const { default: stylelint } = await import("stylelint");
  const { results } = await stylelint.lint({ code, cwd: root.pathname });
  return results[0].warnings.map(({ text }) => text);
}

test("what an old browser would stumble over is found", { skip: !isInstalled }, async () => {
  for (const text of TOO_NEW) assert.notDeepEqual(await faults(text), [], text);
  for (const code of STYLES_TOO_NEW) assert.notDeepEqual(await faultsOfStyle(code), [], code);
});

test("what they all have is not", { skip: !isInstalled }, async () => {
  for (const text of OLD_ENOUGH) assert.deepEqual(await faults(text), [], text);
  for (const code of STYLES_OLD_ENOUGH) assert.deepEqual(await faultsOfStyle(code), [], code);
});
