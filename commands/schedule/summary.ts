/** What a run has come to, for the summary of a job: Markdown. Pure. */
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { Judged, KeyNews } from "./judge.ts";
import type { Results } from "./results.ts";

const USE: Record<KeyNews["use"], string> = {
  newest: "the newest: the one for ESIA",
  silent: "nothing uses it any more",
  used: "still in use",
  unknown: "whether it is still used is not known",
};

export function summary(stack: string, results: Results, { keys, handOver, failures }: Judged): string {
  return [
    `## ESIA, stack ${stack}`,
    "",
    failures.length === 0 ? "Nothing to do." : "**A person must act:**",
    ...failures.map((failure) => `- ${failure}`),
    "",
    did(results),
    "",
    "| key | works until | days left | |",
    "| --- | --- | --- | --- |",
    ...keys.map(({ number, until, days, use }) => `| ${number} | ${until} | ${days} | ${USE[use]} |`),
    "",
    ...(handOver
      ? [
          `Type key ${handOver.number} into ESIA before ${handOver.before}; ${pulumiCommand("stack output nextSteps", stack)} says how.`,
          "",
        ]
      : []),
    ...found("doctor", results.doctor?.rows),
    ...found("verify", results.verify?.rows),
  ].join("\n");
}

/** Outcomes of a step that this run has, and came to. */
const RAN: readonly string[] = ["success", "failure", "cancelled"];

function did({ steps, changes }: Results): string {
  if (!RAN.includes(steps.up))
    return `Preview: ${RAN.includes(steps.preview) ? steps.preview : "not run"}. Nothing was changed.`;
  const done = Object.entries(changes ?? {}).filter(([kind, count]) => kind !== "same" && count > 0);
  const what =
    done.length > 0
      ? done.map(([kind, count]) => `${count} ${Object.hasOwn(PAST, kind) ? PAST[kind] : kind}`).join(", ")
      : "nothing changed";
  return `Update: ${steps.up}, ${what}.`;
}

const PAST: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/** Rows that are not plain passes: what fails first. */
function found(command: string, rows: readonly Row[] | undefined): string[] {
  if (!rows) return [`${command} told nothing.`, ""];
  const worth = (["fail", "warn"] as const).flatMap((result) => rows.filter((row) => row.result === result));
  if (worth.length === 0) return [];
  const line = ({ check, result, detail, next }: Row) =>
    `- ${result === "fail" ? "**fails**" : "warning"}, ${check}: ${detail}${next === undefined ? "" : ` ${next}`}`;
  return [`${command}:`, ...worth.map(line), ""];
}
