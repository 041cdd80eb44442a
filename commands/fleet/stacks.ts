/** The stacks that a command on many of them is about. */
import { Temporal } from "temporal-polyfill";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { quoted } from "../../machine/printed.mjs";
import { parsed } from "../doctor/which-stack.ts";
import { type AskPulumi, refusedBy } from "../stack/ask.ts";
import { namesFound } from "./names-found.ts";
import type { Listed } from "./standing.ts";

/**
 * All stacks of this project that the current login may see, wherever their states are: `pulumi stack ls` leaves out those of
 * other projects, which are no tenants of ESIA's.
 * @param only as `matches` takes it; undefined for all
 * @param say hears it where they had to be found in another way
 * @throws CannotRun when they cannot be listed, or none is left: a backend without stacks is one at the wrong address
 */
export async function listStacks(
  ask: AskPulumi,
  only: string | undefined,
  say: (line: string) => void,
): Promise<Listed[]> {
  const { code, stdout, stderr } = await ask(["stack", "ls", "--json", "--non-interactive"]);
  if (code === -1)
    throw new CannotRun(`'pulumi' could not be started (${stderr}).`, "Install it: pulumi.com/docs/install.");
  const listed = code === 0 ? readList(stdout) : await found(ask, stderr, say);
  if (listed.length === 0) {
    throw new CannotRun(
      "There is no stack of this project where 'pulumi whoami --verbose' points.",
      "'pulumi login' leads to another backend; 'pulumi stack init NAME' makes the first stack.",
    );
  }
  const chosen = only === undefined ? listed : listed.filter(({ name }) => matches(name, only));
  if (chosen.length > 0) return chosen;
  throw new CannotRun(
    `None of the ${listed.length} stacks fits --only ${quoted(only)}.`,
    "It takes a name, with * for any letters: --only 'contoso-*'. 'pulumi stack ls' lists the names.",
  );
}

/**
 * One damaged state ends `pulumi stack ls` for all: the stacks are then found by their files, and that one is a row.
 * @throws CannotRun where Pulumi's refusal is of another kind, or no file is found
 */
async function found(ask: AskPulumi, stderr: string, say: (line: string) => void): Promise<Listed[]> {
  const refused = refusedBy(stderr, "");
  if (!DAMAGED.test(stderr)) throw refused;
  const { stacks, where } = await namesFound(ask);
  if (stacks.length === 0) throw refused;
  say(`'pulumi stack ls' lists none, because a state is damaged. Stacks are found by ${where}.`);
  return stacks;
}

/** What reading a state ends in (pulumi/pulumi, pkg/resource/stack/checkpoint.go; Go's encoding/json and compress/gzip). */
const DAMAGED = /checkpoint|JSON|\bEOF\b|invalid character|gzip/i;

/** @throws CannotRun when it is no list of stacks */
function readList(text: string): Listed[] {
  const listed = parsed(text);
  const stacks = Array.isArray(listed)
    ? (listed as { name?: unknown; lastUpdate?: unknown; resourceCount?: unknown }[])
    : undefined;
  if (stacks?.every((stack) => typeof stack?.name === "string")) {
    return stacks.map(({ name, lastUpdate, resourceCount }) => ({
      name: String(name),
      lastRun: instant(lastUpdate),
      // Pulumi Cloud tells neither before the first update.
      resources: typeof resourceCount === "number" ? resourceCount : lastUpdate === undefined ? 0 : undefined,
    }));
  }
  throw new CannotRun(
    "What 'pulumi stack ls --json' prints cannot be understood.",
    "Is 'pulumi version' 3.259.0 or newer? Run it by hand to see what is wrong.",
  );
}

/** Pulumi Cloud tells of a run that goes on in place of its time. */
function instant(value: unknown): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(String(value));
  } catch {
    return undefined;
  }
}

/**
 * Whether a stack's name fits a pattern, as a whole.
 * @param name as Pulumi lists it; where that has an organisation before it, the last part alone may fit too
 * @param pattern a name, in which * stands for any letters
 */
export function matches(name: string, pattern: string): boolean {
  const words = pattern.split("*");
  return fits(name, words) || fits(name.split("/").at(-1) as string, words);
}

/** Whether a name is these words with any letters between them. By hand: an expression of many stars could take years. */
function fits(name: string, words: readonly string[]): boolean {
  const [first = "", ...rest] = words;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const word of rest) {
    const found = name.indexOf(word, at);
    if (found < 0) return false;
    at = found + word.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
