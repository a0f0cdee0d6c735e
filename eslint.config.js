/**
 * Which syntax and which functions the scripts may use: those of the oldest browsers, which package.json names.
 *
 * Syntax and what the language brings are eslint-plugin-es-x's; what browsers bring is judged below by Mozilla's data:
 * a static function by its name and its object's, anything else by its own name alone.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import es from "eslint-plugin-es-x";

// Asked for before they are used; nothing is lost without them.
const TESTED = [
  "clipboard",
  "share",
  "showModal",
  "trustedTypes",
  "createPolicy",
  "createScriptURL",
  "sync",
  "navigate",
];

// Asked for at "PushManager" in window; a worker is pushed to by who has it.
const OF_PUSHES = "Notification notification permission requestPermission pushManager subscribe getSubscription";
const PUSHES = [...OF_PUSHES.split(" "), "unsubscribe", "showNotification"];

// Names of ours that newer browsers use as well.
const OURS = ["draw", "drop", "forget", "handle", "messages", "number", "percent", "results", "views", "when"];

// What came to some of these browsers later than the rest of its year.
const LATER = ["es-x/no-regexp-lookbehind-assertions", "es-x/no-class-static-block"];

const NAMES = {
  chrome: ["chrome", "chrome_android", "webview_android"],
  firefox: ["firefox", "firefox_android"],
  safari: ["safari"],
  ios_saf: ["safari_ios"],
};

const read = (place) => JSON.parse(readFileSync(place, "utf8"));
const { api, javascript } = read(createRequire(import.meta.url).resolve("@mdn/browser-compat-data"));
const things = { ...javascript.builtins.Intl, ...javascript.builtins, ...api };
const oldest = read(new URL("package.json", import.meta.url)).browserslist.flatMap((line) => {
  const [name, version] = line.split(" ");
  return NAMES[name].map((browser) => ({ browser, version: Number(version) }));
});

const isEverywhere = ({ support }) =>
  oldest.every(({ browser, version }) => [support[browser]].flat().some((entry) => isSince(entry, version)));

function isSince({ version_added: added, version_removed: removed, flags, prefix, alternative_name: other }, version) {
  return !removed && !flags && !prefix && !other && parseFloat(`${added}`.replace("≤", "")) <= version;
}

/** Name → whether all of them have anything that is called so. */
const known = new Map();
for (const [name, thing] of Object.entries(things)) {
  note(name, thing);
  for (const [member, feature] of Object.entries(thing)) note(member.replace(/_static$/, ""), feature);
}

function note(name, { __compat: compat }) {
  if (compat) known.set(name, known.get(name) || isEverywhere(compat));
}

function isTooNew(owner, name) {
  const fixed = things[owner]?.[`${name}_static`];
  return fixed ? !isEverywhere(fixed.__compat) : known.get(name) === false;
}

const floor = {
  create(context) {
    const judge = (node, owner) => {
      if (PUSHES.includes(node.name)) return;
      if (TESTED.includes(node.name) || OURS.includes(node.name) || !isTooNew(owner, node.name)) return;
      context.report({
        node,
        message: `The oldest browsers have no ${node.name} (a name of ours? OURS in eslint.config.js).`,
      });
    };
    return {
      MemberExpression({ object, property, computed }) {
        if (!computed && property.type === "Identifier") judge(property, object.name);
      },
      "Program:exit"(program) {
        for (const { identifier } of context.sourceCode.getScope(program).through) judge(identifier);
      },
    };
  },
};

const newer = {
  ...es.configs["flat/restrict-to-es2022"].rules,
  ...es.configs["flat/restrict-to-es2022-intl-api"].rules,
  ...es.configs["flat/no-new-in-esnext"].rules,
  ...Object.fromEntries(LATER.map((rule) => [rule, "error"])),
};

export default [
  {
    files: ["static/embed.js", "static/js/**/*.js"],
    plugins: { "es-x": es, browsers: { rules: { floor } } },
    languageOptions: { ecmaVersion: "latest", sourceType: "module" },
    rules: { "browsers/floor": "error", ...newer },
  },
];
