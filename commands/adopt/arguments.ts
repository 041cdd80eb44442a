/** What follows `npm run adopt --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { guid } from "../../microsoft/guid.ts";
import { whyNotUnderstood } from "../option-in.ts";
import { isStackName, NO_STACK_NAME } from "../stack/stack-name.ts";

export const USAGE = `npm run adopt -- --stack NAME [--client-id ID] [--yes]

Shows what exists in the tenant for this stack and is not in its state: the
application, its service principal, grants and keys; and what the next
run would change or take away. Reads only, without --yes.

  -s, --stack NAME       the stack, as 'pulumi stack ls' lists it
      --client-id ID     the application that is meant; default the one with the
                         stack's mark, or else with its name
      --yes              writes the setting esia:adopt, by which the next run
                         takes over what exists; a preview shows it first
      --remove-secret ID removes the key of this key id, which is not in the
                         state, from the stack's application; with --yes
      --remove-grant ID  the same for a grant, also one that people consented to
      --json             a report for programs, as docs/commands.md describes it
  -h, --help             this text

Exit codes: 0 nothing fails, 1 something fails, 2 the command could not run.`;

export interface Arguments {
  stack: string;
  /** A GUID in small letters. */
  clientId: string | undefined;
  /** What is to be removed, one at a time: a list could hold the key in use. */
  remove: Removal | undefined;
  yes: boolean;
  json: boolean;
  help: boolean;
}

export interface Removal {
  kind: "secret" | "grant";
  id: string;
}

/** @throws CannotRun for an unknown option, an id that is none, or no stack */
export function readArguments(args: readonly string[]): Arguments {
  const { stack = "", yes, json, help, ...ids } = parsed(args);
  if (help) return { stack, clientId: undefined, remove: undefined, yes, json, help };
  if (stack === "") throw refusal("Which stack? 'pulumi stack ls' lists them.");
  if (!isStackName(stack)) throw refusal(NO_STACK_NAME);
  const clientId = given("--client-id", ids["client-id"], guid);
  const secret = given("--remove-secret", ids["remove-secret"], guid);
  const grant = given("--remove-grant", ids["remove-grant"], (id) => (/^[\w-]{1,100}$/.test(id) ? id : undefined));
  const removals = [
    ...(secret === undefined ? [] : [{ kind: "secret" as const, id: secret }]),
    ...(grant === undefined ? [] : [{ kind: "grant" as const, id: grant }]),
  ];
  if (removals.length > 1) throw refusal("--remove-secret and --remove-grant are taken one at a time.");
  if (removals.length > 0 && clientId !== undefined) {
    throw refusal("What is removed is of the stack's own application: --client-id has no place beside it.");
  }
  return { stack, clientId, remove: removals[0], yes, json, help };
}

/** The option that removes it, to be typed: an id of Graph's may begin with a hyphen, and would be taken for an option then. */
export function removing(kind: Removal["kind"], id: string): string {
  return `--remove-${kind}${id.startsWith("-") ? "=" : " "}${id}`;
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", short: "s" },
        "client-id": { type: "string" },
        "remove-secret": { type: "string" },
        "remove-grant": { type: "string" },
        yes: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return values;
  } catch (error) {
    throw refusal(whyNotUnderstood("adopt", error));
  }
}

/** What is typed there in place of an id may be a key: it is not repeated. */
function given(
  option: string,
  value: string | undefined,
  read: (value: string) => string | undefined,
): string | undefined {
  if (value === undefined) return undefined;
  const id = read(value);
  if (id === undefined) throw refusal(`What follows ${option} is no id, as this command prints it.`);
  return id;
}

function refusal(why: string): CannotRun {
  return new CannotRun(`${why}\n\n${USAGE}`);
}
