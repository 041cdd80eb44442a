/** The one door of this folder: what a command found, rendered for a person or a program, and its exit code. */
export { type Report, reportJson } from "./json.ts";
export { exitCode, type Row, type Verdict } from "./row.ts";
export { renderTable, WORDS } from "./table.ts";
export { wrap } from "./wrap.ts";
