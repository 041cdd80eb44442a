/** What the reader's own `pulumi` says of a stack, by commands that only read. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import { misfit } from "../../microsoft/shape.ts";
import { EMPTY_NOTE } from "../../stack/empty-note.ts";
import { type Exported, readExport } from "../../stack/exported.ts";

/** Runs `pulumi` with arguments; never throws. `code` is -1 when it could not be started, and `stderr` then says why. */
export type AskPulumi = (args: readonly string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

/** In what a stack is read. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  ask: AskPulumi;
  /** The embedded tenant's certificate (PEM), which Node learns of only when a process starts. */
  ca?: string;
  close(): Promise<void>;
}

/** A stack's settings by full key ("esia:omit"), with Pulumi.yaml's defaults; lists as JSON. */
export type Config = Readonly<Record<string, string>>;

interface How {
  /** Whether secrets are asked for in clear: in memory only. Otherwise they stay encrypted, and as settings empty. */
  secrets: boolean;
}

/** @throws CannotRun when `pulumi` cannot read the stack */
export async function readConfig(stack: string, ask: AskPulumi, how: How): Promise<Config> {
  return (await readConfigSecrecy(stack, ask, how)).config;
}

/** The same, with what of it Pulumi keeps encrypted. @throws CannotRun as above */
export async function readConfigSecrecy(
  stack: string,
  ask: AskPulumi,
  { secrets }: How,
): Promise<{ config: Config; isSecret: (key: string) => boolean }> {
  const shown = await answer(["config", "--json", ...(secrets ? ["--show-secrets"] : [])], stack, ask);
  const entries = understood(shown, "config", stack, entriesIn);
  return {
    config: Object.fromEntries(entries.map(([key, { value }]) => [key, value ?? ""])),
    isSecret: (key) => entries.find(([name]) => name === key)?.[1].secret === true,
  };
}

/** @throws Error when it is no configuration */
function entriesIn(text: string): [string, { value?: string; secret?: boolean }][] {
  const value: unknown = JSON.parse(text);
  const wrong =
    misfit(value, {}) ?? misfit(Object.values(value as object), [{ "value?": "string", "secret?": "boolean" }]);
  if (wrong !== undefined) throw new Error(`no configuration: ${wrong}`);
  return Object.entries(value as Record<string, { value?: string; secret?: boolean }>);
}

/** @throws CannotRun when `pulumi` cannot read the stack */
export async function readExported(stack: string, ask: AskPulumi, { secrets }: How): Promise<Exported> {
  const shown = await answer(["stack", "export", ...(secrets ? ["--show-secrets"] : [])], stack, ask);
  return understood(shown, "stack export", stack, readExport);
}

/** Asks once more where a run was writing beside the state just then: nothing was done (stack/empty-note.ts). */
export function patient(ask: AskPulumi): AskPulumi {
  return async (args) => {
    const answered = await ask(args);
    return answered.code > 0 && EMPTY_NOTE.sign.test(answered.stderr) ? ask(args) : answered;
  };
}

async function answer(args: readonly string[], stack: string, ask: AskPulumi): Promise<string> {
  const { code, stdout, stderr } = await ask([...args, "--non-interactive", "--stack", stack]);
  if (code === 0) return stdout;
  throw code === -1 ? notStarted(stderr) : refusedBy(stderr, stack);
}

/** What was printed can hold secrets: none of it is repeated. */
function understood<Meaning>(text: string, command: string, stack: string, read: (text: string) => Meaning): Meaning {
  try {
    return read(text);
  } catch {
    throw new CannotRun(
      `What 'pulumi ${command} --stack ${stack}' prints cannot be understood.`,
      "Is 'pulumi version' 3.259.0 or newer? Run it by hand to see what is wrong.",
    );
  }
}

function notStarted(reason: string): CannotRun {
  return new CannotRun(
    `'pulumi' could not be started (${reason}).`,
    "Install it (pulumi.com/docs/install) and open a new terminal; for the embedded tenant 'npm start' brings its own.",
  );
}

/** @param stderr what pulumi says when it refuses to read a stack */
export function refusedBy(stderr: string, stack: string): CannotRun {
  if (/no stack named/.test(stderr)) {
    return new CannotRun(
      `There is no stack ${stack} where 'pulumi whoami --verbose' points.`,
      `'pulumi stack init ${stack}' makes it; 'pulumi stack ls' lists those that exist.`,
    );
  }
  if (/no Pulumi\.yaml project file|no Pulumi project/i.test(stderr)) {
    return new CannotRun(
      "This folder holds no Pulumi project.",
      "Change to the folder of this project and run it there.",
    );
  }
  if (/PULUMI_ACCESS_TOKEN|not logged in|pulumi login/i.test(stderr)) {
    return new CannotRun(
      "Pulumi is not logged in to any backend.",
      "'pulumi login', or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL.",
    );
  }
  if (/passphrase/i.test(stderr)) {
    return new CannotRun(
      /incorrect/i.test(stderr)
        ? "The passphrase does not fit this stack."
        : "The stack's secrets are encrypted with a passphrase, which is not set.",
      "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase.",
    );
  }
  if (EMPTY_NOTE.sign.test(stderr)) return new CannotRun(EMPTY_NOTE.what, `${EMPTY_NOTE.why} ${EMPTY_NOTE.action}`);
  return new CannotRun(
    `Pulumi does not read the stack: ${saidIn(stderr)}`,
    `Are you signed in to its backend ('pulumi whoami', 'pulumi stack ls')? 'pulumi stack --stack ${stack}' says more.`,
  );
}

/** The last errors in what pulumi prints, or its last lines where it marks none. */
function saidIn(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const errors = lines.filter((line) => line.startsWith("error: ")).map((line) => line.slice("error: ".length));
  return (errors.length > 0 ? errors : lines).filter(Boolean).slice(-2).join(" ").replace(/\.?$/, ".");
}
