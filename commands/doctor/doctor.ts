/** `npm run doctor`: asks machine, stack and tenant, and lets each check decide. Nothing here writes anywhere. */
import { Temporal } from "temporal-polyfill";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { runProgram } from "../../machine/run-program.mjs";
import { type Reader, reader } from "../../microsoft/client.ts";
import { patiently } from "../../microsoft/retry.ts";
import type { Claims } from "../../operator/claims.ts";
import { type Operator, operator } from "../../operator/operator.ts";
import { unknownToProvider } from "../../operator/provider-check.ts";
import { readSettings, type Settings } from "../../settings.ts";
import type { Row } from "../rows/report.ts";
import { type AskPulumi, type Config, readConfig, readExported } from "../stack/ask.ts";
import { apiRow } from "./apis.ts";
import { applicationRows } from "./application.ts";
import { readTenant } from "./directory.ts";
import { keyRows } from "./keys.ts";
import { engineRow, nodeRow, pluginRows } from "./machine.ts";
import { policyRow } from "./policy.ts";
import { interruptionRows, opensWith, protectionRow } from "./protection.ts";
import { rightsRows } from "./rights.ts";
import { signIn, tenantRow, unknownWayRow } from "./sign-in.ts";
import { type StackState, stateOf } from "./stack-state.ts";
import { unreadRow } from "./unread.ts";
import { grantRows, secretRows } from "./untracked.ts";

export interface DoctorOptions {
  stack: string;
  /** PATH and the sign-in's variables are read from it; default the process's own. */
  env?: NodeJS.ProcessEnv;
  /** Runs `pulumi` in the project's folder; default the user's own, in the current one. */
  pulumi?: AskPulumi;
  /** The embedded tenant's certificate (PEM), where it is the stack's. */
  ca?: string | undefined;
  /** Hears what is done next; default nobody. */
  say?: (line: string) => void;
  /** The clock; default the real one. */
  now?: () => Date;
}

/**
 * Looks at everything that a run needs, in the order in which a run meets it. What rests on a failed check is left out.
 * @returns a row for each thing looked at; none holds a secret
 */
export async function doctor(options: DoctorOptions): Promise<Row[]> {
  const { stack, env = process.env, ca, say = () => {}, now = () => new Date() } = options;
  const pulumi = options.pulumi ?? ((args) => runProgram("pulumi", args, { env }));
  const version = await pulumi(["version"]);
  const machine = [nodeRow(process.versions.node), engineRow(version.code === -1 ? undefined : version.stdout)];
  if (version.code === -1) return machine;
  machine.push(...(await pluginRows(pulumi, env)));
  say(`Reading stack ${stack}.`);
  const read = await readStack(stack, pulumi);
  if ("refused" in read) return [...machine, read.refused];
  const { settings, rows: settingsRows } = settingsOf(read);
  const clock = Temporal.Instant.fromEpochMilliseconds(now().getTime());
  const opens = await opensWith(read.state.secretsProvider, "");
  const rows = [
    ...machine,
    stackRow(read, stack),
    ...settingsRows,
    ...keyRows(read.state, read.config, clock.toZonedDateTimeISO("UTC").toPlainDate(), stack),
    protectionRow(read.state, opens, stack),
    ...interruptionRows(read.state, stack),
  ];
  let who: Operator;
  let instead: string[] | undefined;
  try {
    who = operator({ env, config: read.config, ca });
    instead = unknownToProvider({ env, config: read.config });
  } catch (refusal) {
    return [...rows, { check: "Sign-in", result: "fail", detail: (refusal as Error).message }];
  }
  if (instead) {
    // What the provider's own check asks for last, and is content with.
    const azSignedIn = (await runProgram("az", ["account", "show"], { env })).code === 0;
    rows.push(unknownWayRow(who.how, instead, azSignedIn));
    if (!azSignedIn) return rows;
  }
  say(`Signing in by ${who.how}.`);
  const signedIn = await signIn(who, stack, ca);
  if ("refused" in signedIn) return [...rows, signedIn.refused];
  const { claims, token } = signedIn;
  rows.push(signedIn.row, tenantRow(claims, read.config["azuread:tenantId"], read.state.tenantId, stack));
  if (!settings) return rows;
  say(`Reading tenant ${claims.tenantId}.`);
  const graph = reader({ root: who.graphRoot, token, ca, env, again: patiently({ say }) });
  return [...rows, ...(await tenantRows({ stack, who, graph, claims, read, settings, clock }))];
}

interface Stack {
  state: StackState;
  /** Secrets in clear: in memory only. */
  config: Config;
}

/** @returns the stack, or a row that says why there is none and what to do */
async function readStack(stack: string, pulumi: AskPulumi): Promise<Stack | { refused: Row }> {
  try {
    const [exported, config] = await Promise.all([
      readExported(stack, pulumi, { secrets: false }),
      readConfig(stack, pulumi, { secrets: true }),
    ]);
    return { state: stateOf(exported), config };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { refused: { check: "Stack", result: "fail", detail: error.why, ...(error.next && { next: error.next }) } };
  }
}

async function tenantRows(about: {
  stack: string;
  who: Operator;
  graph: Reader;
  claims: Claims;
  read: Stack;
  settings: Settings;
  clock: Temporal.Instant;
}): Promise<Row[]> {
  const { stack, who, graph, claims, settings, clock } = about;
  const { state } = about.read;
  const tenant = await readTenant(graph, state, settings.displayName);
  const { omit, grantConsent, secretMonths } = settings;
  const found = "value" in tenant.applications ? tenant.applications.value : [];
  const own = found.find(({ appId }) => appId === state.application?.clientId);
  const context = { apis: tenant.apis, stack, state, omit, grantConsent, graphRoot: who.graphRoot };
  return [
    ...rightsRows(claims, { settings, state, owners: tenant.owners, stack }),
    apiRow("management", tenant.apis.management, { omit, claims, stack, held: state.managementApi }),
    apiRow("graph", tenant.apis.graph, { omit, claims, stack, held: false }),
    ...applicationRows(tenant.applications, { state, stack, displayName: settings.displayName }),
    ...(own ? secretRows(own, state, clock) : []),
    ...(own && tenant.grants ? grantRows(tenant.grants, context) : []),
    "value" in tenant.policy
      ? policyRow(tenant.policy.value, secretMonths, own?.createdDateTime, clock, stack)
      : unreadRow(
          "Policy on client secrets",
          tenant.policy.unread,
          "The tenant's app management policy is not readable with this sign-in (it takes Policy.Read.All)",
        ),
  ];
}

function stackRow({ state }: Stack, stack: string): Row {
  const holds = state.resources === 0 ? "nothing yet: no run has finished" : `${state.resources} resources`;
  return { check: "Stack", result: "pass", detail: `${stack}; its state holds ${holds}.` };
}

/** The program's own rules, so that what a run would refuse is said here too. */
function settingsOf({ config }: Stack): { settings?: Settings; rows: Row[] } {
  const check = "Settings";
  try {
    const { settings, warnings } = readSettings(config);
    if (warnings.length === 0)
      return { settings, rows: [{ check, result: "pass", detail: "As the program takes them." }] };
    return { settings, rows: warnings.map((detail) => ({ check, result: "warn", detail })) };
  } catch (refusal) {
    const problems = (refusal as Error).message.split("\n");
    return { rows: problems.map((detail) => ({ check, result: "fail", detail })) };
  }
}
