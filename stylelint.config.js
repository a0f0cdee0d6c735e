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

export default {
  plugins: ["stylelint-plugin-use-baseline"],
  reportNeedlessDisables: true,
  rules: {
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
