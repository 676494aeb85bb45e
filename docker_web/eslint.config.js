import js from "@eslint/js";

// Listed by name. Browsers also have globals such as "name", "event" and "status", and with them an undeclared
// variable of that name would pass.
const SHARED = [
  "AbortController",
  "CustomEvent",
  "Event",
  "EventTarget",
  "TextDecoderStream",
  "URLSearchParams",
  "clearInterval",
  "clearTimeout",
  "fetch",
  "setInterval",
  "setTimeout",
];
const BROWSER = ["document", "history", "location", "requestAnimationFrame", "sessionStorage", "window"];
const TEST = ["ReadableStream", "Response", "TextEncoder", "URL", "window"];

const MARKUP = "Build elements with h() from dom.js: a container's name must never be read as markup.";

export default [
  js.configs.recommended,
  {
    languageOptions: { globals: Object.fromEntries(SHARED.map((name) => [name, "readonly"])) },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-unused-vars": ["error", { args: "all", argsIgnorePattern: "^_" }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-shadow": ["error", { builtinGlobals: false }],
      "array-callback-return": "error",
      "consistent-return": "error",
      "default-case-last": "error",
      "no-constructor-return": "error",
      "no-duplicate-imports": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-self-compare": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-unmodified-loop-condition": "error",
      "no-unreachable-loop": "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExpressionStatement > CallExpression[callee.property.name='then'][arguments.length<2]",
          message: "Say what happens when the promise fails.",
        },
      ],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: MARKUP },
        { property: "outerHTML", message: MARKUP },
        { property: "insertAdjacentHTML", message: MARKUP },
        { object: "document", property: "write", message: MARKUP },
      ],
    },
  },
  { files: ["site/**"], languageOptions: { globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])) } },
  { files: ["test/**"], languageOptions: { globals: Object.fromEntries(TEST.map((name) => [name, "readonly"])) } },
];
