/** `npm run adopt`: asks stack and tenant, shows what exists, and writes or removes where that was asked for. */
import { Temporal } from "temporal-polyfill";
import { runProgram } from "../../machine/run-program.mjs";
import { reader, remover } from "../../microsoft/client.ts";
import { cloud } from "../../microsoft/clouds.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { patiently } from "../../microsoft/retry.ts";
import { isLoopback } from "../../microsoft/this-machine.ts";
import { operator } from "../../operator/operator.ts";
import { readSettings, type Settings } from "../../settings.ts";
import { pulumiCommand } from "../../stack/command.ts";
import { foreignStack, foreignState } from "../../stack/foreign-state.ts";
import { PROJECT } from "../../stack/names.ts";
import { signIn, tenantRow } from "../doctor/sign-in.ts";
import { readStack, type Stack } from "../doctor/stack.ts";
import { unreadRow } from "../doctor/unread.ts";
import type { Row } from "../rows/report.ts";
import { whyNotAsked } from "../sign-ins/report.ts";
import type { AskPulumi } from "../stack/ask.ts";
import type { Arguments } from "./arguments.ts";
import { look } from "./look.ts";

export interface AdoptOptions extends Pick<Arguments, "stack" | "clientId" | "remove" | "yes"> {
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

/** @returns one row for each thing looked at; none holds a secret */
export async function adopt(options: AdoptOptions): Promise<Row[]> {
  const { stack: name, env = process.env, ca, say = () => {} } = options;
  const pulumi = options.pulumi ?? ((args) => runProgram("pulumi", args, { env }));
  say(`Reading stack ${name}.`);
  const stack = await readStack(name, pulumi);
  if ("refused" in stack) return [stack.refused];
  const asked = settingsOf(stack);
  if ("refused" in asked) return asked.refused;
  const who = operatorOf(stack, env, ca);
  if ("refused" in who) return [who.refused];
  say(`Signing in by ${who.how}.`);
  const signedIn = await signIn(who, name, ca);
  if ("refused" in signedIn) return [signedIn.refused];
  const { claims, token } = signedIn;
  const tenant = tenantRow(claims, stack.config["azuread:tenantId"], stack.state.tenantId, name);
  if (tenant.result === "fail") return [tenant];
  say(`Reading tenant ${claims.tenantId}.`);
  const source = { root: who.graphRoot, token, ca, env, again: patiently({ say }) };
  const where = { stack: name, tenantId: claims.tenantId, graphRoot: who.graphRoot };
  const roles = claims.kind === "application" ? claims.roles : undefined;
  // The embedded tenant is one of the global cloud's.
  const reports = who.graphRoot === cloud().graph || isLoopback(new URL(who.graphRoot).host);
  try {
    const rows = await look({
      ...options,
      state: stack.state,
      config: stack.config,
      settings: asked.settings,
      graph: reader(source),
      removing: remover(source),
      pulumi,
      where,
      asksForSignIns: whyNotAsked({ reports, roles, takes: "" }) === undefined,
      now: Temporal.Instant.fromEpochMilliseconds((options.now?.() ?? new Date()).getTime()),
    });
    return [...(tenant.result === "pass" ? [] : [tenant]), ...rows];
  } catch (failed) {
    if (!(failed instanceof RequestFailed)) throw failed;
    return [unreadRow("Tenant", failed, where)];
  }
}

/** What this command writes is no reason not to write it anew. */
function settingsOf({ name, config, state }: Stack): { settings: Settings } | { refused: Row[] } {
  const urns = state.held.map(({ urn }) => urn);
  const foreign = foreignStack(urns, { project: PROJECT, stack: name.split("/").at(-1) as string });
  if (foreign !== undefined) {
    const { why, next } = foreignState(name, foreign);
    return { refused: [{ check: "Stack", result: "fail", detail: why, next }] };
  }
  try {
    return { settings: readSettings({ ...config, "esia:adopt": "" }, (words) => pulumiCommand(words, name)).settings };
  } catch (refusal) {
    const problems = (refusal as Error).message.split("\n");
    return { refused: problems.map((detail) => ({ check: "Settings", result: "fail", detail })) };
  }
}

function operatorOf({ config }: Stack, env: NodeJS.ProcessEnv, ca: string | undefined) {
  try {
    return operator({ env, config, ca });
  } catch (refusal) {
    return { refused: { check: "Sign-in", result: "fail", detail: (refusal as Error).message } satisfies Row };
  }
}
