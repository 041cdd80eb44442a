/** The three values where a person or a script gives them: the environment, or standard input. Pure. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import type { Values } from "./values.ts";

const VARIABLES = {
  tenantId: "ESIA_TENANT_ID",
  clientId: "ESIA_CLIENT_ID",
  clientSecret: "ESIA_CLIENT_SECRET",
} as const;
const NAMES = Object.keys(VARIABLES) as (keyof Values)[];
/** ESIA's names of its fields. */
const FIELDS: Record<keyof Values, string> = { tenantId: "Tenant ID", clientId: "Client ID", clientSecret: "key" };

/** Bytes. Three values are some hundred; the outputs of a stack in JSON some more. */
export const MOST = 64 * 1024;

export interface Given {
  /** Without blanks around them. */
  values: Values;
  /** What to tell the person: which values had blanks around them; undefined when none had. */
  note: string | undefined;
}

/**
 * @returns the values of ESIA_TENANT_ID, ESIA_CLIENT_ID and ESIA_CLIENT_SECRET; undefined when none of them is set
 * @throws CannotRun when only some are set
 */
export function fromEnvironment(env: NodeJS.ProcessEnv): Given | undefined {
  const missing = NAMES.filter((name) => !env[VARIABLES[name]]);
  if (missing.length === NAMES.length) return undefined;
  if (missing.length > 0) {
    throw new CannotRun(
      `Of the three variables ${Object.values(VARIABLES).join(", ")} only some are set: ` +
        `${missing.map((name) => VARIABLES[name]).join(" and ")} ${missing.length > 1 ? "are" : "is"} missing. ` +
        "Set all three, or none to take the stack's outputs.",
    );
  }
  return trimmed(Object.fromEntries(NAMES.map((name) => [name, env[VARIABLES[name]]])) as unknown as Values);
}

/**
 * What came through standard input, as text: UTF-8, or UTF-16 as older PowerShells write a file by `>`, with or without a
 * byte order mark.
 */
export function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // The values are of ASCII alone, so that in UTF-16 every other byte is zero.
  const little = (first === 0xff && second === 0xfe) || second === 0;
  const big = (first === 0xfe && second === 0xff) || first === 0;
  return new TextDecoder(little ? "utf-16le" : big ? "utf-16be" : "utf-8").decode(bytes);
}

/** Whether what was typed so far is all: three lines, or a JSON object to its end. */
export function isWhole(text: string): boolean {
  if (!text.trimStart().startsWith("{")) return linesOf(text).length >= NAMES.length;
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/**
 * @param text a JSON object with tenantId, clientId and clientSecret (others are ignored), as
 *   `pulumi stack output --json --show-secrets` prints it, or three lines in ESIA's order: Tenant ID, Client ID, key
 * @param from what held it, at the beginning of a sentence
 * @throws CannotRun when it is neither; nothing of the text is repeated
 */
export function fromStandardInput(text: string, from = "Standard input"): Given {
  const lines = linesOf(text);
  if (!text.trimStart().startsWith("{") && lines.length === NAMES.length) {
    const [tenantId = "", clientId = "", clientSecret = ""] = lines;
    return trimmed({ tenantId, clientId, clientSecret });
  }
  try {
    const { tenantId, clientId, clientSecret } = JSON.parse(text);
    const values = { tenantId, clientId, clientSecret };
    if (Object.values(values).every((value) => typeof value === "string")) return trimmed(values);
  } catch {
    // Said below: a message of JSON.parse would repeat a part of the text.
  }
  throw noValues(from);
}

/** @param from what should hold them, at the beginning of a sentence */
export function noValues(from: string): CannotRun {
  return new CannotRun(
    `${from} must hold the three values: a JSON object with tenantId, clientId and clientSecret, or three lines ` +
      "(Tenant ID, Client ID, key).",
  );
}

/** Lines with something in them. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}

/** White space of every kind, and what copying from a web page brings along unseen. */
const BLANK = /[\s\u200b-\u200d\u2060]/;

function trimmed(values: Values): Given {
  const inner = Object.fromEntries(NAMES.map((name) => [name, within(values[name])])) as unknown as Values;
  const changed = NAMES.filter((name) => inner[name] !== values[name]).map((name) => FIELDS[name]);
  return {
    values: inner,
    note:
      changed.length === 0
        ? undefined
        : `Left out the blanks around ${changed.join(" and ")}: see that ESIA's fields have none either.`,
  };
}

/** A text without the blanks around it. By hand: an expression for the end would look at blanks within again and again. */
function within(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && BLANK.test(text.charAt(from))) from += 1;
  while (from < to && BLANK.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}
