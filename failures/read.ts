/**
 * Reads what failed from any text: an error's message, what a hook hears, or the whole log of a run. Pure, in linear time:
 * no pattern repeats without bound, and a text that is too long is cut in its middle.
 */
import { FRAMES, INVOKE, SIGN_IN, subjectOf } from "./frames.ts";
import { GRAPH_CODES } from "./graph-codes.ts";
import type { Finding } from "./kinds.ts";

/** Characters that are read: logs end with their diagnostics, so the end is read as well as the beginning. */
export const LONGEST = 1_000_000;

/** Failures that are looked at one by one; what is beyond is read as one. */
export const MOST = 500;

/** Without colours and carriage returns, and not longer than is read. */
export function plain(text: string): string {
  const half = LONGEST / 2;
  const bounded = text.length <= LONGEST ? text : `${text.slice(0, half)}\n${text.slice(-half)}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours and links are made of.
  return bounded.replace(/\u001b(?:\[[0-9;?]{0,40}[A-Za-z]|\]8;;[^\u0007\u001b\n]{0,300}(?:\u0007|\u001b\\))|\r/g, "");
}

/** `  azuread:index:Application (application):`, and in newer engines `azuread:index/application:Application`. */
export const HEADER = /^\s{0,8}([a-z][\w-]{0,40}:[\w/-]{1,80}:\w{1,80}) \(([\w.-]{1,100})\):?\s{0,4}$/;
/**
 * ` +  azuread:index:Application application creating (2s) error: …`, and without a sign before it for the stack itself. A
 * line of progress ends what was said before it; without "error: " it tells of no failure.
 */
export const PROGRESS =
  /^\s{0,8}(?:[+~=<>-]{1,3}\s{1,4})?([a-z][\w-]{0,40}:[\w/-]{1,80}:\w{1,80}) ([\w.-]{1,100}) (?:.{0,80}\berror: )?/;
/** What a hook of the program is told: `grant-User.Read.All: Could not …`. */
const HOOK =
  /^(application|service-principal|management-api|mark|reports|names[\w-]{0,40}|grant-[\w.]{1,80}|secret-\d{1,6}): /;
const STARTS = /^\s{0,12}(?:[Ee]rror|panic|warning): /;
/** `1 error occurred:`, and `creating urn:…: 1 error occurred:`. */
const ANNOUNCES = /\b\d{1,4} errors? occurred:\s{0,4}$/;
const BULLET = /^\s{1,12}\* /;

interface Block {
  name: string | undefined;
  type: string | undefined;
  lines: string[];
  /** Whether one of the lines is a bullet. */
  hasBullet: boolean;
}

/** @param text as `plain` gives it @returns what failed, in the text's order; warnings and equal failures are left out */
export function read(text: string): Finding[] {
  const blocks = new Map<string, Block>();
  let block: Block = { name: undefined, type: undefined, lines: [], hasBullet: false };
  const close = () => {
    const words = block.lines.join("\n");
    if (words.trim() !== "" && !/^\s{0,12}warning: /.test(words)) blocks.set(`${block.name} ${words}`, block);
  };
  for (const line of text.split("\n")) {
    const header = HEADER.exec(line) ?? PROGRESS.exec(line);
    const hook = header ? null : HOOK.exec(line);
    // A bullet belongs to the line that announces it, also within a list; each further one is a failure of its own.
    const isAnnounced = ANNOUNCES.test(block.lines.at(-1) ?? "");
    const isBullet = BULLET.test(line);
    const isFurther = isBullet && !isAnnounced && block.hasBullet;
    const isStart = header !== null || hook !== null || line === "" || STARTS.test(line) || isFurther;
    if (isStart && blocks.size < MOST) {
      close();
      // What is set in stands under the resource that a line before it names.
      const under = header === null && /^\s/.test(line) ? block : undefined;
      const lines = isFurther ? block.lines.slice(0, 1) : [];
      block = {
        name: header?.[2] ?? hook?.[1] ?? under?.name,
        type: header?.[1] ?? under?.type,
        lines,
        hasBullet: lines.some((said) => BULLET.test(said)),
      };
    }
    if (header && !header[0].includes("error: ")) continue;
    block.lines.push(line);
    block.hasBullet ||= isBullet;
  }
  close();
  return [...blocks.values()].map(finding);
}

function finding({ name, type, lines }: Block): Finding {
  const text = lines.join("\n");
  const signIn = SIGN_IN.test(text);
  const frame = FRAMES.find(({ words }) => words.test(text));
  const byName = subjectOf(name, type);
  return {
    operation: signIn ? "sign-in" : (frame?.operation ?? (INVOKE.test(text) ? "invoke" : undefined)),
    subject: frame?.subject === "principal" && byName === "management principal" ? byName : (frame?.subject ?? byName),
    name,
    type,
    status: all(text, STATUS).map(Number),
    codes: [...new Set(all(text, WORD).filter((word) => GRAPH_CODES.has(word)))],
    unknownCode: isUnknown(all(text, CODE)),
    sts: all(text, STS).map(Number),
    oauth: [...new Set(all(text, OAUTH))],
    feed: [...new Set(all(text, FEED))],
    text,
  };
}

const STATUS =
  /(?:\b[Ss]tatus(?: code)?:? |\bStatus=|\bStatusCode=|\bHTTP\/[12](?:\.[01])? |answered )([45]\d\d)\b|(?:^|: )([45]\d\d)(?= [A-Z(])/gm;
const STS = /(?:\bAADSTS|[?&]code=|error_codes\\{0,3}"?: ?\[)(\d{4,9})\b/g;
const OAUTH =
  /\b(invalid_grant|invalid_client|unauthorized_client|invalid_resource|invalid_scope|invalid_request|interaction_required|consent_required|login_required|temporarily_unavailable|unsupported_grant_type|access_denied|server_error|invalid_target|expired_token|slow_down)\b/g;
const FEED = /\b(AF\d{3,5})\b/g;
/** Words that can be codes of Microsoft Graph; which of them are is said by graph-codes.ts. */
const WORD = /\b([A-Za-z]{3,60}(?:_[A-Za-z0-9]{2,60})?)\b/g;

/** Where azuread and Graph's own JSON put the code. */
const CODE = /(?:with error: |"error": ?\{"code": ?")([A-Za-z][\w.]{2,80})(?=[:"]|$)/gm;

function isUnknown(codes: readonly string[]): boolean {
  return codes.length > 0 && !codes.some((code) => GRAPH_CODES.has(code));
}

/** Patterns that read; a test looks at each. */
export const READING: readonly RegExp[] = [
  HEADER,
  PROGRESS,
  HOOK,
  STARTS,
  ANNOUNCES,
  BULLET,
  STATUS,
  STS,
  OAUTH,
  FEED,
  WORD,
  CODE,
];

function all(text: string, pattern: RegExp): string[] {
  const found = new Set<string>();
  for (const [, word, other] of text.matchAll(pattern)) found.add(word ?? other ?? "");
  return [...found];
}
