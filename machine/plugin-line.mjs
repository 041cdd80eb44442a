// The one line of a monitoring plugin, by the conventions of the Monitoring Plugins ("Development Guidelines": plugin output,
// return codes, performance data), which Nagios, Icinga, Checkmk, PRTG and ESIA share. Pure.
import { printed } from "./printed.mjs";

/** By exit code. */
const STATES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
export const UNKNOWN = 3;

/** Characters of the text: monitors cut longer ones off at places of their own. */
const LONGEST = 300;

/**
 * @param {number} exit 0 to 3
 * @param {string} text what to do and why, the words that matter first; made harmless already, since it may be cut here
 * @param {string} [performance] such as `days=512;60:;14:`
 * @returns one line without its end: nothing in the text can end it, or begin the performance data
 */
export function pluginLine(exit, text, performance) {
  const flat = printed(text).replace(/\s+/g, " ").replaceAll("|", "/").trim();
  const line = `ESIA M365 ${STATES[exit]}: ${shortened(flat)}`;
  return performance === undefined ? line : `${line} | ${performance}`;
}

/** @param {string} text */
function shortened(text) {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST - 4);
  // A word longer than all of it is cut as it is.
  return `${cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut} ...`;
}
