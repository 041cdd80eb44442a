// Text for people: what a tenant, a server, a setting or a library put into it must not steer the reader's terminal, hide
// from the eye, or bury the rest. Everything that prints passes through here, once, where it prints. Pure, in linear time.

/** Characters of one text. */
export const LONGEST = 8000;
/** Characters of a value that is repeated in a sentence. */
const LONGEST_VALUE = 120;

/** Colours and the like, links and titles of ECMA-48: what is left of them without their first character is only noise. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are made of.
const SEQUENCES = /\u001b(?:\[[0-9;?]{0,40}[A-Za-z]|\][^\u0007\u001b\n]{0,300}(?:\u0007|\u001b\\))/g;
/**
 * What a reader does not see, and what says how the rest is to be seen: control characters, marks of direction (Unicode
 * Technical Report 36, "Bidirectional Text Spoofing"), characters without width, separators of lines, halves of characters.
 */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`;
const ONE_UNSEEN = new RegExp(`[${UNSEEN}]`, "u");
const EACH_UNSEEN = new RegExp(`[${UNSEEN}]`, "gu");
/** An end of line stays. */
const UNSEEN_IN_LINES = new RegExp(`(?:(?!\n)[${UNSEEN}])+`, "gu");

/**
 * @param {string} text anything
 * @param {number} [most] characters; of a longer text both ends are kept, because errors say last what failed
 * @returns {string} the same for the eye, a blank where something was that cannot be seen; lines stay lines
 */
export function printed(text, most = LONGEST) {
  return bounded(text, most).replace(/\r\n/g, "\n").replace(SEQUENCES, "").replace(UNSEEN_IN_LINES, " ");
}

/**
 * @param {string} text @param {number} most characters
 * @returns {string} the text, or both of its ends
 */
export function bounded(text, most) {
  const ends = Math.floor(most / 2);
  const left = text.length - 2 * ends;
  return text.length <= most ? text : `${text.slice(0, ends)} … (${left} characters left out) … ${text.slice(-ends)}`;
}

/**
 * A value in quotes, as it stands in a sentence about it: short, and what cannot be seen written out (`\u202e`).
 *
 * @param {unknown} value a text, or anything that JSON has
 */
export function quoted(value) {
  const whole = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const shown = whole.length > LONGEST_VALUE ? whole.slice(0, LONGEST_VALUE) : whole;
  const written = (typeof value === "string" ? JSON.stringify(shown) : shown).replace(EACH_UNSEEN, escaped);
  return shown === whole ? written : `${written}… (${whole.length} characters)`;
}

/**
 * JSON that shows itself to a terminal: to a program it is the same.
 *
 * @param {string} json
 */
export function printedJson(json) {
  return json.replace(EACH_UNSEEN, (unseen) => (unseen === "\n" ? unseen : escaped(unseen)));
}

/** Whether a text holds what a reader does not see. @param {string} text */
export function hasUnseen(text) {
  return ONE_UNSEEN.test(text);
}

/** @param {string} unseen one character */
function escaped(unseen) {
  // Two halves where it is beyond 16 bits.
  return unseen
    .split("")
    .map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
