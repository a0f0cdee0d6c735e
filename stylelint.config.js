/**
 * Which CSS the styles may use: what all browsers had in 2021, and what the oldest ones that package.json names had
 * beyond it. Newer things stand in an @supports block, or are no more than decoration.
 */
const ANY = ["/./"];
const HAD = {
  "accent-color": ANY,
  appearance: ANY,
  contain: ANY,
  outline: ANY,
  "overflow-wrap": ["anywhere"],
  "scroll-behavior": ANY,
};
const DECORATION = {
  "backdrop-filter": ANY,
  "contain-intrinsic-size": ANY,
  "content-visibility": ANY,
  "text-size-adjust": ANY,
  "text-wrap": ANY,
  "user-select": ANY,
};

/** What would stay where it is on a page from right to left: the logical one takes its place. */
const PHYSICAL = [
  "/^(left|right|top|bottom|width|height|float|clear)$/",
  "/^(min|max)-(width|height)$/",
  "/^(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)/",
  "/^border-(top|bottom)-(left|right)-radius$/",
];
const UNEQUAL_SIDES = "/^(\\S+) (\\S+) (\\S+) (?!\\2$)\\S+$/";

export default {
  plugins: ["stylelint-plugin-use-baseline"],
  reportNeedlessDisables: true,
  rules: {
    "property-disallowed-list": PHYSICAL,
    "declaration-property-value-disallowed-list": {
      "text-align": ["left", "right"],
      "/^(margin|padding|inset|border-width|border-style|border-color)$/": [UNEQUAL_SIDES],
    },
    "plugin/use-baseline": [
      true,
      {
        available: 2021,
        ignoreSelectors: ["backdrop", "focus-visible"],
        ignoreProperties: { ...HAD, ...DECORATION },
      },
    ],
  },
};
