/** Carries out the reads that prove roles. Reads only: nothing is written, nothing is started. */
import type { Agent } from "node:https";
import type { Endpoints } from "../../microsoft/endpoints.ts";
import type { Row } from "../report/report.ts";
import { FEED_ROLE, feedPath, judgeFeed } from "./activity-feed.ts";
import { get, type Outcome } from "./connect.ts";
import { GRAPH_READS, judgeRead } from "./graph-reads.ts";
import type { Patience } from "./patience.ts";
import { judgeReport, REPORT_BEGINNING, REPORT_PATH, REPORT_ROLE } from "./usage-report.ts";

/** With what the reads are made. */
export interface Reading {
  endpoints: Endpoints;
  tenantId: string;
  tokens: { graph?: string; management?: string };
  agent: Agent;
  patience: Patience;
}

const GCC_HINT = "A tenant of GCC is verified with --gcc.";

/**
 * Proves a role by a read.
 * @returns the role's row, and behind it rows about what else the read showed; undefined when no read proves the role
 */
export async function prove(role: string, reading: Reading): Promise<[Row, ...Row[]] | undefined> {
  const { endpoints, tenantId, tokens } = reading;
  if (role === FEED_ROLE && endpoints.management) {
    const { root } = endpoints.management;
    const outcome = await read(new URL(feedPath(tenantId), root), tokens.management, reading);
    return judgeFeed(outcome, endpoints.couldBeGcc ? GCC_HINT : undefined);
  }
  const { root } = endpoints.graph;
  if (role === REPORT_ROLE && endpoints.reports) {
    const outcome = await read(new URL(REPORT_PATH, root), tokens.graph, reading);
    return judgeReport(await followed(outcome, reading));
  }
  const known = GRAPH_READS.find((candidate) => candidate.role === role);
  return known && [judgeRead(known, await read(new URL(known.path, root), tokens.graph, reading))];
}

/** The address behind a report's redirect is pre-authenticated: it gets no token, which is for Graph alone. */
async function followed(outcome: Outcome, { agent }: Reading): Promise<Outcome> {
  if (!("location" in outcome) || outcome.status !== 302 || !outcome.location) return outcome;
  const url = URL.parse(outcome.location);
  return url?.protocol === "https:" ? get(url, agent, undefined, REPORT_BEGINNING) : outcome;
}

/** A server that does not know a new token yet, or asks for a pause, is asked again. */
async function read(url: URL, token: string | undefined, { agent, patience }: Reading): Promise<Outcome> {
  for (;;) {
    const outcome = await get(url, agent, token);
    if ("noAnswer" in outcome) return outcome;
    const { status, retryAfter } = outcome;
    if (status !== 401 && status !== 429 && status < 500) return outcome;
    const why = `${url.host} answers ${status}${status === 401 ? ", as it does while a grant is new" : ""}`;
    if (!(await patience.again(why, { asked: retryAfter }))) return outcome;
  }
}
