/** What the operator reads about names in usage reports. Pure. */
import { printed } from "../machine/printed.mjs";
import { RequestFailed } from "../microsoft/failure.ts";
import { messageOf } from "../microsoft/thrown.ts";
import type { Names } from "./names.ts";

const ROLE = "ReportSettings.ReadWrite.All";
/** A person needs a directory role besides: note on "Update adminReportSettings". */
const RIGHT =
  `the operator lacks the right ${ROLE} of Microsoft Graph (the Azure CLI's own token may lack it ` +
  "whatever a person's roles are: sign in as an application that was granted it)";

/** Characters. */
const A_SENTENCE = 500;

/** What Graph and the reports behind it say of a missing right; another code with a 403 can mean anything. */
const DENIALS = [
  "Authorization_RequestDenied",
  "accessDenied",
  "AccessDenied",
  "Forbidden",
  "S2SUnauthorized",
  "UnknownError",
];
/** What @azure/identity makes of an answer that it does not read; the answer's own words hang on the error. */
const UNREAD = /\[object Object\] Status code: (\d{3})\s{1,4}More details:\s{1,4}undefined,?/;

/** @returns why, the end of a sentence, without a full stop */
export function reason(error: unknown): string {
  if (error instanceof RequestFailed && error.status === 403) {
    if (error.code === "" || DENIALS.includes(error.code)) return RIGHT;
    return `${said(error.message)}: the right ${ROLE} is missing, or something of the tenant stands against it`;
  }
  return said(messageOf(error).replace(UNREAD, "status $1")).replace(/\.$/, "") || "an error without a word";
}

/** One line: sign-in errors go on with correlation ids. The provider of these resources prints it, and the state keeps it. */
function said(words: string): string {
  const [line = ""] = words.split(/\r?\n/);
  return printed(line, A_SENTENCE).trim();
}

/** Why names are not shown although the stack asks for them. */
export function notShown(error: unknown): string {
  return (
    `Names in usage reports could not be shown: ${reason(error)}. Everything else of this run is done as usual; ` +
    "the next run tries again."
  );
}

/** Names that were shown when this run looked what was there, and hidden when it came to show them. */
export const HIDDEN_MEANWHILE = notShown("somebody has hidden them during this run");

/** Why names could not be hidden again. */
export function notPutBack(error: unknown): string {
  return (
    `Names in usage reports may still be shown to everybody who reads reports, and could not be hidden again: ${reason(error)}. ` +
    "Run the same command again to retry; or hide them by hand (Microsoft 365 admin centre, Settings, Org settings, " +
    "Services, Reports) and let the stack forget it with 'pulumi state delete URN --stack NAME'."
  );
}

/** What a refresh could not see. */
export function notRead(error: unknown): string {
  return `Whether names in usage reports are shown could not be read: ${reason(error)}. The state keeps what it had.`;
}

/** That a stack will not hide names at its end, and why; undefined when it will. */
export function willNotHide(found: Names): string | undefined {
  if (found === "hidden") return undefined;
  return found === "shown"
    ? "Names in usage reports were shown without this stack: it will not hide them."
    : "It cannot be known whether names in usage reports were hidden before: this stack will not hide them.";
}
