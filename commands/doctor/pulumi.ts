/** The user's own `pulumi`, asked what it knows of a stack: reading commands alone. */
import { CannotRun, type Row } from "../rows/report.ts";
import { readState, type StackState } from "./stack-state.ts";

/** Runs `pulumi` with arguments; never throws. `code` is -1 when it could not be started. */
export type Pulumi = (args: readonly string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

export interface Stack {
  state: StackState;
  /** The whole configuration by full key, secrets in clear: in memory only. */
  config: Readonly<Record<string, string>>;
}

/**
 * @returns the stack, or a row that says why there is none and what to do
 * @throws CannotRun when pulumi prints what cannot be understood
 */
export async function readStack(pulumi: Pulumi, stack: string): Promise<Stack | { refused: Row }> {
  const [exported, configured] = await Promise.all([
    pulumi(["stack", "export", "--non-interactive", "--stack", stack]),
    pulumi(["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack]),
  ]);
  const failed = [exported, configured].find(({ code }) => code !== 0);
  if (failed) return { refused: stackRefused(failed.stderr, stack) };
  try {
    const entries = Object.entries(JSON.parse(configured.stdout) as Record<string, { value?: string }>);
    return {
      state: readState(exported.stdout),
      config: Object.fromEntries(entries.map(([key, { value }]) => [key, value ?? ""])),
    };
  } catch {
    // What was printed can hold secrets: none of it is repeated.
    throw new CannotRun(
      `What 'pulumi stack export' or 'pulumi config --json' prints for the stack ${stack} cannot be understood. ` +
        "Is this the project's folder, and 'pulumi version' 3.259.0 or newer?",
    );
  }
}

/** @param stderr what pulumi says when it refuses to read a stack */
export function stackRefused(stderr: string, stack: string): Row {
  const row = (detail: string, next: string): Row => ({ check: "Stack", result: "fail", detail, next });
  if (/no stack named/.test(stderr)) {
    return row(
      `There is no stack ${stack} where 'pulumi whoami --verbose' points.`,
      `'pulumi stack init ${stack}' makes it; 'pulumi stack ls' lists those that exist.`,
    );
  }
  if (/PULUMI_ACCESS_TOKEN|not logged in|pulumi login/i.test(stderr)) {
    return row(
      "Pulumi is not logged in to any backend.",
      "'pulumi login', or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL.",
    );
  }
  if (/passphrase/i.test(stderr)) {
    return row(
      /incorrect/i.test(stderr)
        ? "The passphrase does not fit this stack."
        : "The stack's secrets are encrypted with a passphrase, which is not set.",
      "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase.",
    );
  }
  const said =
    stderr
      .trim()
      .split("\n")[0]
      ?.replace(/^error: /, "") ?? "";
  return row(`Pulumi does not read the stack: ${said}`, `'pulumi stack --stack ${stack}' says more.`);
}
