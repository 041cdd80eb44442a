/** What the operator does after a run, in the words of ESIA's node form, with this stack's own numbers. Pure: imports no Pulumi. */
import type { Made } from "./keys/secret.ts";
import { projectCommand } from "./stack/command.ts";

export interface Outcome {
  /** Puts words of Pulumi's command line into a command for this stack, in quotes. */
  command: (words: string) => string;
  /** The stack's name, for commands of this project's own. */
  stack: string;
  tenantId: string;
  clientId: string;
  /** The key for ESIA, and why this run makes it; `made` is undefined when it was there. */
  newest: number;
  made: Made | undefined;
  /** The older keys that still work, newest first; `until` is the day on which one ends. */
  older: readonly { number: number; until: string }[];
  /** The first day on which a run renews the newest key. */
  rotatesFrom: string;
  /** Days that the newest key lives, from its making to its end. */
  lifeDays: number;
  /** False when the application only asks for its roles. */
  consentGiven: boolean;
  /** Whether this run shows names in usage reports, or could not; undefined when it has nothing to do with them. */
  namesShown?: boolean | undefined;
}

/** @returns one step a line, in order; with a stack's name of usual length none is so long that Pulumi cuts it (150 characters) */
export function nextSteps(outcome: Outcome): string[] {
  const { command, consentGiven, namesShown, made, lifeDays } = outcome;
  return [
    ...(consentGiven ? [] : CONSENT),
    ...(made ? typing(outcome) : []),
    ...(outcome.older.length > 0 ? overlap(outcome) : []),
    ...(namesShown === true ? NAMES_SHOWN : []),
    ...(namesShown === false
      ? [`Names in usage reports are still hidden: do what this run's warning says, then ${command("up")}.`]
      : []),
    made || outcome.older.length > 0
      ? `Run ${command("up")} again ${howOften(lifeDays)}: it renews the key when it is due.`
      : `ESIA needs key ${outcome.newest}. Run ${command("up")} ${howOften(lifeDays)}: it renews the key from ${outcome.rotatesFrom} on.`,
  ];
}

const CONSENT = [
  'A Privileged Role Administrator opens the page applicationUrl (see the outputs) and chooses "Grant admin consent";',
  "or accepts at consentUrl. If that ends on AADSTS500113, for want of a redirect address, the consent counts all the same.",
];

const NAMES_SHOWN = [
  "ESIA shows names instead of hashes from its next test on (about 30 minutes), or once 'rm /tmp/o365/*' was run on its host.",
];

function typing({ command, tenantId, clientId, newest, made }: Outcome): string[] {
  return [
    made === "first"
      ? "In ESIA, open the node of type Microsoft 365 and fill in its three fields:"
      : "In ESIA, open the node of type Microsoft 365 and replace the key; the ids stay:",
    `Tenant ID: ${tenantId}`,
    `Client ID: ${clientId}`,
    `key: ${command("stack output clientSecret --show-secrets")} prints key ${newest}`,
  ];
}

/** With two keys the open step is the same after each run, until one of them is gone. */
function overlap({ command, stack, newest, made, older }: Outcome): string[] {
  const numbers = older.map(({ number }) => number).reverse();
  const them = numbers.length > 1 ? `keys ${numbers.join(" and ")}` : `key ${numbers[0]}`;
  const first = older.map(({ until }) => until).sort()[0];
  return [
    ...(made
      ? [`ESIA works on with ${them} until ${first}: replace the key before.`]
      : [
          `ESIA needs key ${newest} before ${first}, when ${numbers.length > 1 ? "the first of them" : them} ends:`,
          `${command("stack output clientSecret --show-secrets")} prints it.`,
        ]),
    `Whether ${them} is still used: ${projectCommand("verify", stack)} says, where Entra's report tells.`,
    `To remove ${them} earlier: ${command(`config set esia:retireUpTo ${numbers.at(-1)}`)},`,
    `then ${command("up")}.`,
  ];
}

/** Commands for a person to paste, with this stack's own numbers. */
export interface Recipes {
  /** A new key beside the newest; absent while an older one still works. */
  renewNow?: string[];
  /** A new key in place of all that exist, when they may be known to others: ESIA is blind until the new one is typed in. */
  cutOff: string[];
  /** Removes the older keys; absent when there is none that works. */
  retireOlder?: string[];
}

/** @param older the numbers of the older keys that still work, newest first */
export function recipes(newest: number, older: readonly number[], command: (words: string) => string): Recipes {
  const line = (words: string) => command(words).slice(1, -1);
  const rotate = line(`config set esia:rotateTo ${newest + 1}`);
  const [latest] = older;
  return {
    ...(latest === undefined && { renewNow: [rotate, line("up")] }),
    cutOff: [rotate, line(`config set esia:retireUpTo ${newest}`), line("up")],
    ...(latest !== undefined && { retireOlder: [line(`config set esia:retireUpTo ${latest}`), line("up")] }),
  };
}

/**
 * How often a run is needed, so that an old key works beside the new one for 60 days (keys of 6 months and more), 31 (3 to 5)
 * or 7. A key of 6 months lives 180 days at least, one of 5 months 152 at most; one of 3 months 88 at least, one of 2 months
 * 61 at most. The README's table says the same in months; test/keys/plan.property.test.ts checks it over all dates.
 * @param lifeDays days that the newest key lives, whatever new ones will
 */
export function howOften(lifeDays: number): "once a month" | "every two weeks" | "every week" {
  if (lifeDays >= 170) return "once a month";
  return lifeDays >= 75 ? "every two weeks" : "every week";
}
