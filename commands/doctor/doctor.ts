/** `npm run doctor`: asks machine, stack and tenant, and lets each check decide. Nothing here writes anywhere. */
import { Temporal } from "temporal-polyfill";
import { runProgram } from "../../machine/run-program.mjs";
import { reader } from "../../microsoft/client.ts";
import { patiently } from "../../microsoft/retry.ts";
import { operator } from "../../operator/operator.ts";
import { unknownToProvider } from "../../operator/provider-check.ts";
import type { Row } from "../rows/report.ts";
import type { AskPulumi } from "../stack/ask.ts";
import { lockRows } from "./lock.ts";
import { engineRow, nodeOnPath, nodeRow, pluginRows } from "./machine.ts";
import { passphraseOf } from "./protection.ts";
import { signIn, tenantRow, unknownWayRow } from "./sign-in.ts";
import { readStack, type Stack, stackFindings } from "./stack.ts";
import { tenantRows } from "./tenant.ts";
import { backendOf, whichStack } from "./which-stack.ts";

export interface DoctorOptions {
  /** Default the one that Pulumi has selected. */
  stack?: string | undefined;
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

export interface Findings {
  /** Undefined where none was named, and none is selected. */
  stack: string | undefined;
  /** One for each thing looked at; none holds a secret. */
  rows: Row[];
}

/** Looks at everything that a run needs, in the order in which a run meets it. What rests on a failed check is left out. */
export async function doctor(options: DoctorOptions): Promise<Findings> {
  const { env = process.env, say = () => {} } = options;
  const pulumi = options.pulumi ?? ((args) => runProgram("pulumi", args, { env }));
  const [version, node] = await Promise.all([pulumi(["version"]), nodeOnPath(env)]);
  const machine = [nodeRow(node), engineRow(version.code === -1 ? undefined : version.stdout)];
  const ends = (row?: Row, stack = options.stack): Findings => ({ stack, rows: row ? [...machine, row] : machine });
  if (version.code === -1) return ends();
  machine.push(...(await pluginRows(pulumi, env)));
  const backend = await backendOf(pulumi);
  if ("refused" in backend) return ends(backend.refused);
  const stack = await whichStack(options.stack, pulumi, { url: backend.url, env });
  if (typeof stack !== "string") return ends(stack.refused);
  say(`Reading stack ${stack}.`);
  const read = await readStack(stack, pulumi);
  if ("refused" in read) return ends(read.refused, stack);
  const [passphrase, lock] = await Promise.all([
    passphraseOf(read.state.secretsProvider, env),
    lockRows(backend.url, stack, pulumi),
  ]);
  const now = Temporal.Instant.fromEpochMilliseconds((options.now?.() ?? new Date()).getTime());
  const found = stackFindings(read, { now, env, passphrase, lock });
  const rows = [...machine, ...found.rows, ...(await inTenant(read, found, { ...options, env, say }, now))];
  return { stack, rows };
}

/** Signs in, and looks at the tenant where that leads to. */
async function inTenant(
  { name, state, config }: Stack,
  { settings, removed }: ReturnType<typeof stackFindings>,
  { env, ca, say }: DoctorOptions & Required<Pick<DoctorOptions, "env" | "say">>,
  now: Temporal.Instant,
): Promise<Row[]> {
  const rows: Row[] = [];
  let who: ReturnType<typeof operator>;
  let instead: string[] | undefined;
  try {
    who = operator({ env, config, ca });
    instead = unknownToProvider({ env, config });
  } catch (refusal) {
    return [{ check: "Sign-in", result: "fail", detail: (refusal as Error).message }];
  }
  if (instead) {
    // What the provider's own check asks for last, and is content with.
    const azSignedIn = (await runProgram("az", ["account", "show"], { env })).code === 0;
    rows.push(unknownWayRow(who.how, instead, azSignedIn));
    if (!azSignedIn) return rows;
  }
  say(`Signing in by ${who.how}.`);
  const signedIn = await signIn(who, name, ca);
  if ("refused" in signedIn) return [...rows, signedIn.refused];
  const { claims, scopes, token } = signedIn;
  rows.push(signedIn.row, tenantRow(claims, config["azuread:tenantId"], state.tenantId, name));
  if (!settings) return rows;
  say(`Reading tenant ${claims.tenantId}.`);
  const graph = reader({ root: who.graphRoot, token, ca, env, again: patiently({ say }) });
  const where = { stack: name, tenantId: claims.tenantId, graphRoot: who.graphRoot };
  return [...rows, ...(await tenantRows(graph, { claims, scopes, state, settings, removed, now, where }))];
}
