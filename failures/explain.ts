/**
 * What Pulumi, the azuread provider, Entra and Graph print when something fails, in plain words. Pure and total: any text
 * that tells of a failure gets an answer. Of the text it repeats role names, the id of an object to import, and codes,
 * never anything that could be a secret.
 */
import { advice, REFRESHING } from "./advice.ts";
import { changes, withoutOutputs } from "./changes.ts";
import { ENDED } from "./ended-by-pulumi.ts";
import { EXPLAINED } from "./explained.ts";
import { CLASSES, FAMILIES } from "./explained-classes.ts";
import { LAST } from "./explained-program.ts";
import { withoutGotOver } from "./got-over.ts";
import type { About, Context, Explained, Explanation, Finding, Part, Signs } from "./kinds.ts";
import { microsoftPage } from "./pages.ts";
import { plain, read } from "./read.ts";

export type { Context, Explanation } from "./kinds.ts";

const UNKNOWN: Explained = { id: "unknown", class: "unknown", signs: {}, ...CLASSES.unknown };

const TAKEN_FOR_DONE = "The state takes the change for made: without --refresh a run may not make it.";

/**
 * Explains what failed.
 * @param text an error's message, what a hook hears, or all that a `pulumi up`, `preview` or `destroy` printed
 * @param stack the stack's name, for the commands
 * @param context what the caller knows of sign-in, tenant and settings; without it the text is asked
 * @returns an answer for each kind of failure, in the text's order; none for an empty text or for a run in which nothing failed
 */
export function explain(text: string, stack?: string, context: Context = {}): Explanation[] {
  const words = withoutGotOver(withoutOutputs(plain(text)));
  if (words.trim() === "") return [];
  const run = changes(words);
  // A run's warnings and figures are no failures as long as nothing in it failed.
  if (run.isRun && !run.failed) return [];
  const made = context.made ?? run.made;
  const findings = causes(withoutEchoes(read(words)), made);
  const known = grouped(findings, (finding) => firstFit(EXPLAINED, finding, made));
  const rest = findings.filter((finding) => ![...known.values()].some((group) => group.includes(finding)));
  const classed = grouped(rest, (finding) => firstFit(FAMILIES, finding, made));
  const found = [...known, ...classed];
  const last = found.length > 0 ? [] : [...grouped(findings, (finding) => firstFit(LAST, finding, made))];
  const all = found.length + last.length > 0 ? [...found, ...last] : [[UNKNOWN, findings] as const];
  return all.map(([explained, group]) => {
    const failed = group.map((finding) => finding.text).join("\n");
    const next = advice(failed, words, stack, context);
    const about: About = { findings: group, next, code: code(group) };
    const part = (one: Part) => (typeof one === "string" ? one : one(about));
    const its = { ...CLASSES[explained.class], ...explained };
    const command = part(its.command);
    const notes = [
      isUnchanged(explained, group, run.changed) ? "Nothing was changed." : "",
      command.includes(REFRESHING) && command.includes(next.up) ? TAKEN_FOR_DONE : "",
    ];
    return {
      id: explained.id,
      class: explained.class,
      known:
        known.has(explained) || LAST.includes(explained) ? "specific" : explained === UNKNOWN ? "default" : "class",
      what: part(its.what),
      why: part(its.why),
      action: part(its.action),
      command,
      changes: notes.filter((note) => note !== "").join(" "),
      page: microsoftPage(group),
    };
  });
}

/** An explanation as a paragraph for a terminal. */
export function paragraph({ what, why, action, command, changes: note, page }: Explanation): string {
  const lines = [[what, why, action, note].filter((part) => part !== "").join(" "), command, page];
  return lines.filter((line) => line !== "").join("\n  ");
}

/** What the real azuread logs of a failure, before the engine says what was being done then. */
const LOGGED = "sdk.helper_schema: ";

/** Without the provider's log of a failure that the engine tells as well. */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const told = findings.filter(({ text }) => text.includes("urn:pulumi:") && !text.includes(LOGGED));
  return findings.filter(({ text }) => {
    const at = text.indexOf(LOGGED);
    const logged = text.slice(at + LOGGED.length).replace(/: provider=azuread@[\w.+-]{1,40}\s{0,9}$/, "");
    return at < 0 || !told.some((other) => other.text.includes(logged));
  });
}

/** Without what Pulumi's SDK says after the engine ended the run, where the failure that it follows from is known. */
function causes(findings: readonly Finding[], made: boolean): readonly Finding[] {
  const others = findings.filter(({ text }) => !ENDED.test(text));
  return others.some((finding) => firstFit(EXPLAINED, finding, made)) ? others : findings;
}

/** Each failure with what it is, equal ones together. */
function grouped(
  findings: readonly Finding[],
  whatIs: (finding: Finding) => Explained | undefined,
): Map<Explained, Finding[]> {
  const groups = new Map<Explained, Finding[]>();
  const byId = new Map<string, Explained>();
  for (const finding of findings) {
    const explained = whatIs(finding);
    if (!explained) continue;
    const first = byId.get(explained.id) ?? explained;
    byId.set(first.id, first);
    groups.set(first, [...(groups.get(first) ?? []), finding]);
  }
  return groups;
}

function firstFit(table: readonly Explained[], finding: Finding, made: boolean): Explained | undefined {
  return table.find(({ signs, where }) => fits(signs, finding) && (where?.(finding, made) ?? true));
}

/** A code counts, not the status beside it: 403 Directory_QuotaExceeded is no missing right. */
function fits({ codes, sts, oauth, feed, status, phrases }: Signs, finding: Finding): boolean {
  // With a code that nobody knows here 403 says that it was refused, and not why.
  const telling = finding.unknownCode ? finding.status.filter((one) => one !== 403) : finding.status;
  return (
    finding.codes.some((code) => codes?.includes(code)) ||
    finding.sts.some((number) => (typeof sts === "function" ? sts(number) : sts?.includes(number))) ||
    finding.oauth.some((error) => oauth?.includes(error)) ||
    finding.feed.some((code) => (typeof feed === "function" ? feed(code) : feed?.includes(code))) ||
    (finding.codes.length === 0 && telling.some((one) => status?.includes(one))) ||
    (phrases?.some((phrase) => phrase.test(finding.text)) ?? false)
  );
}

/** What azuread says of the rest of an operation whose first request was done. */
const HALF_DONE =
  /after creating|Timed out whilst|Waiting for |Could not (?:add owners to|change owners of|remove initial owner from) /;

/** Said of a whole log that lists no change, or of a look-up before any change; never where the change may have been made. */
function isUnchanged({ unsure }: Explained, findings: readonly Finding[], changed: boolean | undefined): boolean {
  if (unsure || changed === true || findings.some(({ text }) => HALF_DONE.test(text))) return false;
  if (changed === false) return true;
  return findings.length > 0 && findings.every(({ text }) => /azuread:index\/getServicePrincipals?:/.test(text));
}

/** The codes of the failures, in brackets: numbers of Entra's, else the feed's, else Graph's that are known here. */
function code(findings: readonly Finding[]): string {
  const sts = findings.flatMap((finding) => finding.sts.map((number) => `AADSTS${number}`));
  const feed = findings.flatMap((finding) => finding.feed);
  const graph = findings.flatMap((finding) => finding.codes);
  const status = findings.flatMap((finding) => finding.status.map(String));
  const [first] = [sts, feed, graph, status].filter((codes) => codes.length > 0);
  return first ? ` (${[...new Set(first)].slice(0, 5).join(", ")})` : "";
}
