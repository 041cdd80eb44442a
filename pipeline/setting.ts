/** esia:pipeline: whom Entra is to believe in the pipeline's name. Pure: imports no Pulumi. */
import { closestMatch } from "leven";
import { hasUnseen, quoted } from "../machine/printed.mjs";
import type { Command } from "../stack/command.ts";

/** What a token of the pipeline's has to hold, letter by letter ("Workload identity federation": no wildcards). */
export interface Federation {
  issuer: string;
  subject: string;
  audience: string;
}

/** The issuer of GitHub's tokens ("OpenID Connect reference"), and the audience that Entra asks of everybody. */
export const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";
export const ENTRA_AUDIENCE = "api://AzureADTokenExchange";

const GITHUB = ["github", "environment"] as const;
const AS_IS = ["issuer", "subject", "audience"] as const;
const FORMS = "either github and environment, or issuer, subject and audience";

/** A name of GitHub's; behind @ its number, as tokens of repositories made or renamed since July 2026 have it. */
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(@\d{1,20})?\/[A-Za-z0-9._-]{1,100}(@\d{1,20})?$/;
/** Graph's limit of issuer, subject and audience ("federatedIdentityCredential resource type"). */
const MOST = 600;

/**
 * Reads the setting.
 * @param raw JSON, as Pulumi hands an object to a program; "{}" and "" ask for no pipeline
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @returns undefined when there is to be none; what is said then is among the problems, a sentence each
 */
export function readPipeline(key: string, raw: string, problems: string[], command: Command): Federation | undefined {
  const given = object(raw);
  if (given === undefined) {
    const set = command(`config set --path ${key}.github OWNER/REPOSITORY`);
    problems.push(`${key} must hold ${FORMS}, set as in ${set}.`);
    return undefined;
  }
  const before = problems.length;
  const names = Object.keys(given);
  for (const name of names.filter((candidate) => !isKnown(candidate))) {
    const meant = closestMatch(name.slice(0, 40), [...GITHUB, ...AS_IS]);
    problems.push(`${key} does not know ${quoted(name)}; did you mean ${key}.${meant}?`);
  }
  for (const name of names.filter((candidate) => isKnown(candidate) && !isText(given[candidate]))) {
    problems.push(`${key}.${name} must be text, in quotes in the stack's settings file; it is ${quoted(given[name])}.`);
  }
  if (problems.length > before || names.length === 0) return undefined;
  const text = given as Readonly<Record<string, string>>;
  const github = GITHUB.some((name) => names.includes(name));
  if (github && AS_IS.some((name) => names.includes(name))) {
    problems.push(`${key} must hold ${FORMS}, not both: issuer, subject and audience follow from the repository.`);
    return undefined;
  }
  const missing = (github ? GITHUB : AS_IS).filter((name) => !names.includes(name));
  if (missing.length > 0) {
    problems.push(`${key} lacks ${missing.join(" and ")}: it must hold ${FORMS}.`);
    return undefined;
  }
  const federation = github ? ofGitHub(key, text, problems) : asIs(key, text, problems);
  return problems.length > before ? undefined : federation;
}

/** Tokens of a job that names the environment: with reviewers there it is the lock. */
function ofGitHub(key: string, given: Readonly<Record<string, string>>, problems: string[]): Federation {
  const { github = "", environment = "" } = given;
  if (!REPOSITORY.test(github)) {
    problems.push(
      `${key}.github must be OWNER/REPOSITORY, each with @ and its number where GitHub writes it into tokens; it is ${quoted(github)}.`,
    );
  }
  if (environment.trim() !== environment || environment.length > 255 || !isPlain(environment)) {
    problems.push(
      `${key}.environment must be the name of one environment, in GitHub's spelling, without wildcards; it is ${quoted(environment)}.`,
    );
  }
  // A colon in a name is written so in the subject ("OpenID Connect reference").
  const subject = `repo:${github}:environment:${environment.replaceAll(":", "%3A")}`;
  return { issuer: GITHUB_ISSUER, subject, audience: ENTRA_AUDIENCE };
}

function asIs(key: string, given: Readonly<Record<string, string>>, problems: string[]): Federation {
  const { issuer = "", subject = "", audience = "" } = given;
  if (!isIssuer(issuer)) {
    problems.push(`${key}.issuer must be an address that begins with https://, and no more; it is ${quoted(issuer)}.`);
  }
  for (const [name, value] of [
    ["subject", subject],
    ["audience", audience],
  ] as const) {
    if (value.trim() === value && value.length <= MOST && isPlain(value)) continue;
    problems.push(
      `${key}.${name} must be one ${name} as tokens hold it, without wildcards, ${MOST} characters at most; it is ${quoted(value)}.`,
    );
  }
  if (/(^|:)pull_request(:|$)/.test(subject)) {
    problems.push(`${key}.subject is that of pull requests, which anybody may open: name an environment or a branch.`);
  }
  return { issuer, subject, audience };
}

function isIssuer(text: string): boolean {
  if (!text.startsWith("https://") || text.length > MOST || !URL.canParse(text) || /[\s*]/.test(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return username === "" && password === "" && search === "" && hash === "";
}

/** One value, and not a pattern for many; without what cannot be seen. */
function isPlain(text: string): boolean {
  return text !== "" && !/[*?]/.test(text) && !hasUnseen(text);
}

function object(raw: string): Readonly<Record<string, unknown>> | undefined {
  if (raw === "") return {};
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const isKnown = (name: string): boolean => [...GITHUB, ...AS_IS].some((known) => known === name);
const isText = (value: unknown): value is string => typeof value === "string";
