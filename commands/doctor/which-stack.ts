/** Which stack is meant where the command line names none: the one that Pulumi has selected. A guide to the first one. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import type { Row } from "../rows/report.ts";
import { type AskPulumi, refusedBy } from "../stack/ask.ts";

/** Where the states are, as `pulumi whoami` says it: "file://…", "https://app.pulumi.com/…". */
export type Backend = { url: string } | { refused: Row };

export async function backendOf(pulumi: AskPulumi): Promise<Backend> {
  const check = "Backend";
  const { code, stdout, stderr } = await pulumi(["whoami", "--json", "--non-interactive"]);
  const url = code === 0 ? (parsed(stdout) as { url?: unknown } | undefined)?.url : undefined;
  if (typeof url === "string") return { url };
  if (/PULUMI_ACCESS_TOKEN|not logged in|pulumi login/i.test(stderr)) {
    return {
      refused: {
        check,
        result: "fail",
        detail: "Pulumi is not logged in: it does not know yet where this project's states are kept.",
        // On a terminal a login to an empty backend ends in a menu, whose first entry would make another project.
        next:
          "'pulumi login' keeps them in Pulumi Cloud; 'pulumi login azblob://…', 's3://…' or 'file://…' keeps them with you. " +
          "Where it then asks what you would like to do, choose 'Skip for now': this project is there already.",
      },
    };
  }
  const { why, next } = code === 0 ? NOT_UNDERSTOOD : refusedBy(stderr, "");
  return { refused: { check, result: "fail", detail: why, ...(next && { next }) } };
}

/**
 * @param named what the command line names
 * @param where the backend's address, and whether the environment has a passphrase
 */
export async function whichStack(
  named: string | undefined,
  pulumi: AskPulumi,
  { url, env }: { url: string; env: NodeJS.ProcessEnv },
): Promise<string | { refused: Row }> {
  if (named !== undefined) return named;
  const refused = (detail: string, next: string) => ({
    refused: { check: "Stack", result: "fail" as const, detail, next },
  });
  const { code, stdout, stderr } = await pulumi(["stack", "ls", "--json", "--non-interactive"]);
  const listed = code === 0 ? parsed(stdout) : undefined;
  if (!Array.isArray(listed)) {
    const { why, next = "" } = code === 0 ? NOT_UNDERSTOOD : refusedBy(stderr, "");
    return refused(why, next);
  }
  const stacks = (listed as readonly ({ name?: unknown; current?: unknown } | null)[]).filter((one) => one !== null);
  const selected = stacks.find(({ current }) => current === true)?.name;
  if (typeof selected === "string") return selected;
  const names = stacks.map(({ name }) => String(name));
  if (names.length === 0) {
    return refused("There is no stack yet: each tenant is a stack of its own.", firstStack(url, env));
  }
  return refused(
    `No stack is selected; there ${names.length > 1 ? "are" : "is"} ${names.join(", ")}.`,
    `'pulumi stack select ${names[0]}' selects one${names.length > 1 ? ", or name another" : ""}; '--stack NAME' does so here alone.`,
  );
}

/** Pulumi Cloud keeps secrets itself; the others take a passphrase where nothing else is said (Pulumi, "Secrets", providers). */
function firstStack(url: string, env: NodeJS.ProcessEnv): string {
  const init = "'pulumi stack init NAME' makes one.";
  const given = env["PULUMI_CONFIG_PASSPHRASE"] !== undefined || env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (/^https?:/.test(url) || given) return init;
  return (
    "Set PULUMI_CONFIG_PASSPHRASE to a strong passphrase of your own and keep it, else Pulumi asks for one at each command. " +
    `Then ${init}`
  );
}

const NOT_UNDERSTOOD = new CannotRun(
  "What Pulumi prints cannot be understood.",
  "Is 'pulumi version' 3.259.0 or newer? 'pulumi whoami' and 'pulumi stack ls' show what is wrong.",
);

/** @returns undefined for what is no JSON */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
