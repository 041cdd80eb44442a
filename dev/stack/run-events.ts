/** What `pulumi up --json` tells while it runs, in few words. Pure. */

/** A line of it, as far as it is read here (pulumi/pulumi, sdk/go/common/apitype/events.go). */
interface EngineEvent {
  diagnosticEvent?: { message: string; prefix?: string; severity: string };
  resOutputsEvent?: { metadata: { op: string; urn: string } };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

export interface RunEvent {
  /** To be shown: what was made, changed or taken away, and what the run says itself. */
  line?: string;
  /** At the end: how many resources were created, updated, deleted …; unchanged ones are not counted. */
  changes?: Record<string, number>;
}

const DONE: Readonly<Record<string, string>> = {
  create: "+ made",
  update: "~ changed",
  delete: "- taken away",
  replace: "~ made anew",
  "create-replacement": "+ made anew",
  "delete-replaced": "- taken away, made anew before",
};

const NAMES_FOR_PEOPLE: Readonly<Record<string, string>> = {
  mark: "the stack's mark",
  application: "the application",
  "service-principal": "its service principal",
  "management-api": "the service principal of the Office 365 Management APIs",
  "names-in-reports": "names in usage reports",
};

/**
 * @param text a line of its standard output
 * @returns nothing of a line that is none of the engine's, or that tells nothing new
 */
export function runEvent(text: string): RunEvent {
  const event = parsed(text);
  const { diagnosticEvent: said, resOutputsEvent: done, summaryEvent: summary } = event;
  if (said && said.severity !== "debug") return { line: `${said.prefix ?? ""}${plain(said.message)}` };
  const how = done && DONE[done.metadata.op];
  if (how) return { line: `  ${how}: ${subject(done.metadata.urn)}` };
  if (!summary) return {};
  const { same: _, ...changes } = summary.resourceChanges ?? {};
  return { changes };
}

function parsed(text: string): EngineEvent {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Without the engine's marks for colours. */
function plain(message: string): string {
  return message.replace(/<\{%.{0,40}?%\}>/g, "").trimEnd();
}

function subject(urn: string): string {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  const [, kind, rest] = /^(grant|secret)-(.+)$/.exec(name) ?? [];
  if (kind === "grant") return `permission ${rest}`;
  if (kind === "secret") return `key ${rest}`;
  if (urn.includes("::pulumi:pulumi:Stack::")) return "the stack";
  return NAMES_FOR_PEOPLE[name] ?? name;
}
