/**
 * The operator's settings: declared in Pulumi.yaml (type, description, default), checked here. Pure: imports no Pulumi.
 */
import { closestMatch } from "leven";
import type { SecretRules } from "./keys/secret.ts";
import { hasUnseen, quoted } from "./machine/printed.mjs";
import { isGuid } from "./microsoft/guid.ts";
import { MISSPELT, PERMISSIONS } from "./permissions.ts";
import { type Federation, readPipeline } from "./pipeline/setting.ts";
import { type Adoption, NOTHING, readAdoption } from "./stack/adopting.ts";
import type { Command } from "./stack/command.ts";

/** What is said of the keys is in `SecretRules`, the rest here. */
export interface Settings extends SecretRules {
  displayName: string;
  /** Names of application roles to leave out. */
  omit: string[];
  grantConsent: boolean;
  /** Object ids of owners. */
  owners: string[];
  /** "" means none. */
  serviceManagementReference: string;
  /** "" means none. */
  notes: string;
  /** Show names in the whole tenant's usage reports; false leaves the tenant alone. */
  showNamesInReports: boolean;
  /** Whom the pipeline's own identity believes; undefined without one. */
  pipeline: Federation | undefined;
  /** What a run takes into the state instead of making it. */
  adopt: Adoption;
}

/** A setting's value in words of its type, or a problem said in one sentence. */
type Reader<Value> = (key: string, raw: string, problems: string[], warnings: string[], command: Command) => Value;

const READERS: { [Name in keyof Settings]: Reader<Settings[Name]> } = {
  displayName: (key, raw, problems) => {
    if (raw.trim() !== raw || raw.length < 1 || raw.length > 120 || hasUnseen(raw)) {
      problems.push(
        `${key} must be 1 to 120 characters that can be seen, without spaces at its ends; it is ${quoted(raw)}.`,
      );
    }
    return raw;
  },
  secretMonths: wholeNumber(1, 24, "the portal allows a client secret 24 months at most"),
  rotateDaysBefore: wholeNumber(0, 364, "0 stands for half of the key's life, at most 90 days"),
  rotateTo: wholeNumber(0, 9_999, "the number of the key that is to exist; 0 asks for none"),
  retireUpTo: wholeNumber(0, 9_999, "keys up to this number are removed; 0 removes none"),
  omit: (key, raw, problems, warnings, command) => {
    const known = PERMISSIONS.map(({ role }) => role);
    const omit = list(key, raw, problems, command).map((name) => {
      const meant = Object.hasOwn(MISSPELT, name) ? MISSPELT[name] : undefined;
      if (meant !== undefined) {
        warnings.push(`${key} names ${name}, as ESIA's guide misspells it; taken as ${meant}.`);
        return meant;
      }
      if (!known.includes(name)) {
        problems.push(
          `${key} names ${quoted(name)}, which is no role of this program; did you mean ${closestMatch(name.slice(0, LONGEST_NAME), known)}?`,
        );
      }
      return name;
    });
    if (known.every((name) => omit.includes(name))) {
      problems.push(
        `${key} leaves out every role, so ESIA could read nothing; to disconnect ESIA run ${command("destroy")}.`,
      );
    }
    return omit;
  },
  grantConsent: (key, raw, problems) => {
    if (raw !== "true" && raw !== "false") problems.push(`${key} must be true or false; it is ${quoted(raw)}.`);
    return raw === "true";
  },
  owners: (key, raw, problems, _, command) => {
    const owners = list(key, raw, problems, command);
    for (const owner of owners) {
      if (!isGuid(owner)) {
        problems.push(
          `${key} must hold object ids (GUIDs) of users or service principals; ${quoted(owner)} is none. ` +
            `'az ad user show --id NAME --query id' prints a user's.`,
        );
      }
    }
    // azuread compares them with Entra's own, which are in small letters, letter by letter.
    const lower = owners.map((owner) => owner.toLowerCase());
    const seen = new Set<string>();
    const doubled = lower.findIndex((owner) => isGuid(owner) && seen.size === seen.add(owner).size);
    if (doubled >= 0) problems.push(`${key} names ${owners[doubled]} twice.`);
    return lower;
  },
  serviceManagementReference: (key, raw, problems) => {
    if (raw.trim() !== raw || raw.length > 256 || hasUnseen(raw)) {
      problems.push(
        `${key} must be 256 characters at most that can be seen, without spaces at its ends; it is ${quoted(raw)}.`,
      );
    }
    return raw;
  },
  notes: (key, raw, problems) => {
    if (raw.length > 700) problems.push(`${key} must be 700 characters at most; it has ${raw.length}.`);
    // Lines and their indentation are a text's own, and so is what joins letters of some scripts.
    const unseen = [...raw].find((one) => hasUnseen(one) && !/[\t\r\n\u200c\u200d]/.test(one));
    if (unseen !== undefined)
      problems.push(`${key} must hold only characters that can be seen; it holds ${quoted(unseen)}.`);
    return raw;
  },
  showNamesInReports: (key, raw, problems, _, command) => {
    if (raw !== "" && raw !== "true") {
      problems.push(
        `${key} must be true or not set; it is ${quoted(raw)}. ${command(`config rm ${key}`)} leaves the tenant's reports alone.`,
      );
    }
    return raw === "true";
  },
  pipeline: (key, raw, problems, _, command) => readPipeline(key, raw, problems, command),
  adopt: (key, raw, problems, _, command) => {
    try {
      return readAdoption(raw);
    } catch (wrong) {
      problems.push(
        `${key} ${(wrong as Error).message}. npm run adopt writes it; ${command(`config rm ${key}`)} takes nothing over.`,
      );
      return NOTHING;
    }
  },
};

/** Characters of a name that are compared with the known ones. */
const LONGEST_NAME = 80;
/** Problems that are said one by one: a list can have any number of wrong items. */
const A_FEW = 8;

function aFew(problems: readonly string[]): string {
  const more = problems.length - A_FEW;
  if (more <= 1) return problems.join("\n");
  return [...problems.slice(0, A_FEW), `And ${more} more of the kind: the stack's settings file holds them.`].join(
    "\n",
  );
}

/** The names under `esia:` that Pulumi.yaml declares; a test holds the two together. */
export const SETTING_NAMES = Object.keys(READERS) as (keyof Settings)[];

/**
 * Reads and checks all settings.
 * @param config the whole configuration, by full key ("esia:displayName", "azuread:environment"), values as Pulumi hands
 *   them to a program: strings, lists as JSON. Pulumi.yaml's defaults are in it.
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @returns the settings, and sentences to warn the operator with
 * @throws Error with a sentence for each problem, a line each
 */
export function readSettings(
  config: Readonly<Record<string, string>>,
  command: Command,
): { settings: Settings; warnings: string[] } {
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const key of Object.keys(config)) {
    const name = key.startsWith("esia:") ? key.slice("esia:".length) : undefined;
    if (name === undefined || SETTING_NAMES.some((known) => known === name)) continue;
    const meant = closestMatch(name.slice(0, LONGEST_NAME), SETTING_NAMES);
    problems.push(
      // A command is only given where it can be typed as it stands.
      /^[\w.-]{1,80}$/.test(name)
        ? `${key} is no setting of this program; did you mean esia:${meant}? ${command(`config rm ${key}`)} removes it.`
        : `${quoted(key)} is no setting of this program; did you mean esia:${meant}? Take it out of the stack's settings file.`,
    );
  }
  const settings = read(SETTING_NAMES, config, problems, warnings, command);
  if (problems.length > 0) throw new Error(aFew(problems));
  return { settings, warnings };
}

/**
 * Reads the settings of the keys alone, which must be understood even in a run that takes the rest as the state has it.
 * @param config, command as for `readSettings`
 * @throws Error with a sentence for each problem, a line each
 */
export function readKeyRules(config: Readonly<Record<string, string>>, command: Command): SecretRules {
  return readSome(["secretMonths", "rotateDaysBefore", "rotateTo", "retireUpTo"], config, command);
}

/**
 * The number that a stack's first key must be above: of the keys that an application which is taken over has already.
 * Where the state or its outputs know of a key it is theirs to say, and a mistake in the setting must not stop a renewal.
 * @throws Error with a sentence
 */
export function adoptedKeys(
  config: Readonly<Record<string, string>>,
  { secrets, lastNumber, command }: { secrets: readonly unknown[]; lastNumber: number | undefined; command: Command },
): number {
  return secrets.length > 0 || lastNumber !== undefined ? 0 : readSome(["adopt"], config, command).adopt.keys;
}

/**
 * Reads some of the settings as the program does, for a command that is not concerned with the rest.
 * @param config, command as for `readSettings`
 * @throws Error with a sentence for each problem, a line each
 */
export function readSome<Name extends keyof Settings>(
  names: readonly Name[],
  config: Readonly<Record<string, string>>,
  command: Command,
): Pick<Settings, Name> {
  const problems: string[] = [];
  const settings = read(names, config, problems, [], command);
  if (problems.length > 0) throw new Error(aFew(problems));
  return settings;
}

function read<Name extends keyof Settings>(
  names: readonly Name[],
  config: Readonly<Record<string, string>>,
  problems: string[],
  warnings: string[],
  command: Command,
): Pick<Settings, Name> {
  return Object.fromEntries(
    names.map((name) => {
      const raw = config[`esia:${name}`];
      if (raw !== undefined) return [name, READERS[name](`esia:${name}`, raw, problems, warnings, command)];
      problems.push(`esia:${name} has no value; is Pulumi.yaml, which holds its default, complete?`);
      return [name, undefined];
    }),
  ) as unknown as Pick<Settings, Name>;
}

function wholeNumber(least: number, most: number, why: string): Reader<number> {
  return (key, raw, problems) => {
    const value = Number(raw);
    if (!/^-?\d+$/.test(raw) || value < least || value > most) {
      problems.push(`${key} must be a whole number from ${least} to ${most} (${why}); it is ${quoted(raw)}.`);
    }
    return value;
  };
}

function list(key: string, raw: string, problems: string[], command: Command): string[] {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    // Said below: a plain word is not JSON.
  }
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  problems.push(`${key} must be a list of names, set as in ${command(`config set --path "${key}[0]" NAME`)}.`);
  return [];
}
