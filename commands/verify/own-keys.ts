/** Reads the application's own keys and the report of their sign-ins, and says what they mean. Reads only. */
import { Temporal } from "temporal-polyfill";
import { keysThatCanBe, listedKeys, ownLiveKeys } from "../../keys/listed.ts";
import type { Reader } from "../../microsoft/client.ts";
import type { Endpoints } from "../../microsoft/endpoints.ts";
import { reading } from "../../microsoft/read.ts";
import type { Row } from "../rows/report.ts";
import { readSignIns, whyNotAsked } from "../sign-ins/report.ts";
import { unknownUse, useRows } from "../sign-ins/use-rows.ts";
import { badAnswer, isOdd } from "./bad-answer.ts";
import { capital, heldRow, type KeyContext, keyRows, unknown } from "./key-rows.ts";
import { APPLICATION_ROLES, applicationPath, CREDENTIALS } from "./own-application.ts";
import type { Target } from "./target.ts";

export interface KeyReading {
  target: Target;
  endpoints: Pick<Endpoints, "reports">;
  /** The roles in the token for Graph. */
  granted: readonly string[];
  /** Waits for what passes by itself. */
  graph: Reader;
  /** Asks once: nothing that is said rests on the report alone. */
  once: Reader;
  today: Date;
  warnDays: number;
}

/** @returns rows about the key that signed in, and about the older ones; none of them fails for what could not be read */
export async function ownKeyRows({
  target,
  endpoints,
  granted,
  graph,
  once,
  today,
  warnDays,
}: KeyReading): Promise<Row[]> {
  const now = Temporal.Instant.fromEpochMilliseconds(today.getTime());
  const context: KeyContext = { target, now, warnDays };
  const { clientId, clientSecret } = target.values;
  const unread = (why: string) => [target.held ? heldRow(target.held, why, context) : unknown(capital(why))];
  if (!APPLICATION_ROLES.some((role) => granted.includes(role))) {
    return unread("the application's keys can be read with Application.Read.All only.");
  }
  const path = applicationPath(clientId, "id,displayName,passwordCredentials");
  const application = await reading(graph.get(path, CREDENTIALS));
  if ("unread" in application) {
    const rows = unread(`the application could not be read (${application.unread.message}).`);
    // What came and is not what was asked for is no good end, whatever the state says of the key.
    return isOdd(application.unread)
      ? rows.map((row) => ({ ...badAnswer(row.check, application.unread), detail: row.detail }))
      : rows;
  }
  const listed = listedKeys(application.value.passwordCredentials);
  const found = keysThatCanBe(clientSecret, listed, now, target.held?.keyId);
  const rows = keyRows(found, listed, context);

  const [newest, ...older] = ownLiveKeys(listed, now);
  if (!newest || older.length === 0) return rows;
  const why = whyNotAsked({ reports: endpoints.reports, roles: granted, takes: "Directory.Read.All" });
  if (why !== undefined) return [...rows, unknownUse(older, why)];
  const report = await readSignIns(once, clientId);
  const mine = found.length === 1 ? found[0] : undefined;
  return [...rows, ...useRows(report, { newest, older }, mine, { stack: target.stack, now, warnDays })];
}
