/** Proves that the three values open what ESIA needs: sign-in, roles, reads. */
import { setTimeout } from "node:timers/promises";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { reader } from "../../microsoft/client.ts";
import type { Api, Endpoints } from "../../microsoft/endpoints.ts";
import { proxyOf } from "../../microsoft/proxy.ts";
import { APIS, type Permission, wantedPermissions } from "../../permissions.ts";
import type { Row } from "../rows/report.ts";
import { ownKeyRows } from "./own-keys.ts";
import { type Clock, Patience } from "./patience.ts";
import { prove, type Reading, waitingBy } from "./proofs.ts";
import { explainRefusal } from "./refusals.ts";
import { consentRow, extraRows, type Granted, missingRow } from "./roles.ts";
import { grantedBy, signInPatiently } from "./sign-in.ts";
import type { Target } from "./target.ts";
import type { SignIn } from "./token.ts";
import { misshapen } from "./values.ts";

export interface Circumstances {
  /** Milliseconds to wait at most for what passes by itself; default five minutes. */
  timeout?: number;
  /** Certificates (PEM) to trust in place of Node's own: the embedded tenant's. */
  ca?: string | undefined;
  /** Gets a line before anything that can take longer. */
  say?: (line: string) => void;
  clock?: Clock;
  /** The moment by which keys are new, live or over; default now. */
  today?: Date;
  /** Days before a key's end from which that is a warning; default sixty. */
  warnDays?: number;
}

export const FIVE_MINUTES = 300_000;
export const SIXTY_DAYS = 60;
const REAL_CLOCK: Clock = { now: () => performance.now(), sleep: (milliseconds) => setTimeout(milliseconds) };
const REST: Row = { check: "Everything else", result: "unknown", detail: "Not looked at: it takes a sign-in." };

/**
 * Verifies a target. Sends nothing but requests for tokens and reads.
 * @returns the rows, in the order of the table
 * @throws CannotRun when the sign-in host cannot be reached
 */
export async function verify(target: Target, circumstances: Circumstances = {}): Promise<Row[]> {
  const { timeout = FIVE_MINUTES, ca, say = () => {}, clock = REAL_CLOCK, today = new Date() } = circumstances;
  const { warnDays = SIXTY_DAYS } = circumstances;
  const { values, endpoints } = target;
  const problems = misshapen(values, target.stack);
  if (problems.length > 0) return [...problems, REST];

  const wanted = wantedPermissions(target.omit);
  const patience = new Patience(clock, timeout, say);
  requireProxy();
  say(`Signing in at ${new URL(endpoints.login).host}.`);
  const tokens = await signInPatiently(target, wanted, today, patience, ca);
  if ("refused" in tokens.graph) return [explainRefusal(tokens.graph.refused, APIS.graph.name, target), REST];

  say("Reading what the roles open.");
  const granted = grantedBy(tokens);
  const reading = {
    endpoints,
    tenantId: values.tenantId,
    granted: granted.graph ?? [],
    names: target,
    ...readersOf(tokens.graph.token, tokens.management, endpoints, patience, ca),
  };
  const keyRows = await ownKeyRows({
    target,
    endpoints,
    granted: reading.granted,
    graph: reading.graph,
    once: reader({ root: endpoints.graph.root, token: tokens.graph.token, ca, again: async () => false }),
    today,
    warnDays,
  });
  const none = wanted.every(({ api, role }) => !granted[api]?.includes(role));
  const roleRows: Row[] = [];
  const more: Row[] = [];
  for (const permission of wanted) {
    const [row, ...others] = await roleRow(permission, granted, reading, none);
    roleRows.push(row);
    more.push(...others);
  }
  return [
    { check: "Tenant ID", result: "pass", detail: `Known to Entra: ${values.tenantId}.` },
    { check: "Client ID", result: "pass", detail: `Known in this tenant: ${values.clientId}.` },
    { check: "Key", result: "pass", detail: `Entra accepts it: ${target.key}.` },
    ...keyRows,
    ...managementRow(tokens.management, target),
    consentRow(wanted, granted, target),
    ...roleRows,
    ...more,
    ...extraRows(wanted, granted),
  ];
}

async function roleRow(
  permission: Permission,
  granted: Granted,
  reading: Reading,
  none: boolean,
): Promise<[Row, ...Row[]]> {
  const { api, role } = permission;
  const roles = granted[api];
  if (!roles) return [{ check: role, result: "unknown", detail: `No token for ${APIS[api].name}.` }];
  if (!roles.includes(role)) return [missingRow(permission, none)];
  const notProvable: Row = { check: role, result: "unknown", detail: "Granted; not provable by a read." };
  return (await prove(role, reading)) ?? [notProvable];
}

/** Says why there is no token for the Management API, where there is none. */
function managementRow(token: SignIn | undefined, target: Target): Row[] {
  if (token && "refused" in token) return [explainRefusal(token.refused, APIS.management.name, target)];
  if (token || target.endpoints.management) return [];
  return [
    {
      check: APIS.management.name,
      result: "unknown",
      detail:
        "Microsoft documents no address of theirs in this cloud: neither their roles nor the audit log can be proved.",
    },
  ];
}

function readersOf(
  graph: string,
  management: SignIn | undefined,
  endpoints: Endpoints,
  patience: Patience,
  ca: string | undefined,
) {
  const open = ({ root }: Api, token: string) => reader({ root, token, ca, again: waitingBy(patience, root) });
  return {
    graph: open(endpoints.graph, graph),
    ...(management &&
      "token" in management &&
      endpoints.management && { management: open(endpoints.management, management.token) }),
  };
}

/** @throws CannotRun when the environment names a proxy that cannot be one */
export function requireProxy(): void {
  try {
    proxyOf(process.env);
  } catch (refusal) {
    throw new CannotRun((refusal as Error).message);
  }
}
