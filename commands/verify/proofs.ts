/** Carries out the reads that prove roles. Reads only: nothing is written, nothing is started. */
import type { Reader } from "../../microsoft/client.ts";
import type { Endpoints } from "../../microsoft/endpoints.ts";
import { reading } from "../../microsoft/read.ts";
import type { Again } from "../../microsoft/retry.ts";
import type { Row } from "../rows/report.ts";
import { FEED_ROLE, feedPath, judgeFeed, SUBSCRIPTIONS } from "./activity-feed.ts";
import { GRAPH_READS, judgeRead, LIST } from "./graph-reads.ts";
import type { Patience } from "./patience.ts";
import type { Target } from "./target.ts";
import { judgeReport, REPORT_BEGINNING, REPORT_PATH, REPORT_ROLE } from "./usage-report.ts";

/** With what the reads are made. */
export interface Reading {
  endpoints: Pick<Endpoints, "reports" | "couldBeGcc">;
  tenantId: string;
  /** What the stack says of names in usage reports. */
  names: Pick<Target, "showsNames" | "stack">;
  /** The roles in the token for Graph. */
  granted: readonly string[];
  /** Each API by its own token; absent where there is none. */
  graph?: Reader;
  management?: Reader;
}

const GCC_HINT = "A tenant of GCC is verified with --gcc.";

/**
 * Proves a role by a read.
 * @returns the role's row, and behind it rows about what else the read showed; undefined when no read proves the role
 */
export async function prove(role: string, reads: Reading): Promise<[Row, ...Row[]] | undefined> {
  const { endpoints, tenantId, names, granted, graph, management } = reads;
  if (role === FEED_ROLE && management) {
    const list = await reading(management.get(feedPath(tenantId), SUBSCRIPTIONS));
    return judgeFeed(list, endpoints.couldBeGcc ? GCC_HINT : undefined);
  }
  if (!graph) return undefined;
  if (role === REPORT_ROLE && endpoints.reports) {
    return judgeReport(await reading(graph.beginning(REPORT_PATH, REPORT_BEGINNING)), names);
  }
  const known = GRAPH_READS.find((candidate) => candidate.role === role);
  return known && [judgeRead(known, await reading(graph.get(known.path, LIST)), granted)];
}

/**
 * A server that does not know a new token yet, or asks for a pause, is asked again, by the one limit of a run.
 * @param root of the API that the token is for: from elsewhere 401 means something else
 */
export function waitingBy(patience: Patience, root: string): Again {
  const { host } = new URL(root);
  return async (failed) => {
    const unknownYet = failed.status === 401 && failed.host === host;
    if (!unknownYet && failed.status !== 429 && failed.status < 500) return false;
    const why = `${failed.host} answers ${failed.status}${unknownYet ? ", as it does while a grant is new" : ""}`;
    return patience.again(why, { asked: failed.retryAfter });
  };
}
