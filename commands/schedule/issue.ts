/** The issue that asks a person to type a new key into ESIA, and opening it once. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import type { HandOver } from "./judge.ts";

export interface Issue {
  title: string;
  /** Markdown; never a key. */
  body: string;
}

/**
 * @param run the address of the run that found it, where there is one
 */
export function issueOf(stack: string, { number, older, before, tenantId, clientId }: HandOver, run?: string): Issue {
  const them = older.length > 1 ? `keys ${[...older].reverse().join(" and ")}` : `key ${older[0]}`;
  return {
    title: `ESIA of stack ${stack}: type in key ${number} before ${before}`,
    body: [
      `Stack ${stack} has a new key. ESIA works on with ${them} until ${before}.`,
      "",
      "1. In ESIA, open the node of type *Microsoft 365* that has these ids; they stay:",
      `   - Tenant ID: \`${tenantId}\``,
      `   - Client ID: \`${clientId}\``,
      "2. Replace its key. Whoever may read the stack's secrets prints it, on a terminal of his own:",
      `   \`pulumi stack output clientSecret --show-secrets --stack ${stack}\``,
      `3. A day or two later \`npm run verify -- --stack ${stack}\`, or the summary of the next run, says whether anything still`,
      `   uses ${them}.`,
      "4. Close this issue. Nothing else closes it.",
      "",
      `The key stands in no issue, log or summary.${run === undefined ? "" : ` [The run that found this](${run})`}`,
    ].join("\n"),
  };
}

/** Runs `gh` with arguments; never throws. `code` is -1 when it could not be started. */
export type AskGh = (args: readonly string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

/**
 * Opens an issue unless one of that title was opened before, by whatever run: one that a person closed stays closed.
 * @returns a sentence on what was done
 * @throws CannotRun when \`gh\` cannot do it
 */
export async function open({ title, body }: Issue, gh: AskGh): Promise<string> {
  const listed = await gh([
    "issue",
    "list",
    "--state",
    "all",
    "--limit",
    "100",
    "--search",
    `"${title}" in:title`,
    "--json",
    "title,url",
  ]);
  if (listed.code !== 0) throw refused(title, listed.stderr);
  const same = titlesIn(listed.stdout).find((issue) => issue.title === title);
  if (same) return `There is an issue already: ${same.url}`;
  const made = await gh(["issue", "create", "--title", title, "--body", body]);
  if (made.code !== 0) throw refused(title, made.stderr);
  return `Opened: ${made.stdout.trim()}`;
}

function titlesIn(text: string): { title: string; url: string }[] {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("", "gh issue list printed no JSON");
  }
}

function refused(title: string, stderr: string): CannotRun {
  return new CannotRun(
    `No issue could be opened${title && ` ("${title}")`}: ${stderr.trim().split("\n").at(-1)?.slice(0, 300) || "gh said nothing"}.`,
    "The job needs 'permissions: issues: write' and GH_TOKEN. Tell by hand who types the key into ESIA.",
  );
}
