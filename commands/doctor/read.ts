/** What a read of the tenant gave: a value, or why none. A refusal is an answer too: each check decides what it means. */
import { RequestFailed } from "../../microsoft/failure.ts";
import type { Row } from "../report/report.ts";

export type Read<Value> = { value: Value } | { unread: RequestFailed };

/** @throws what is no RequestFailed: a mistake of this program's own */
export async function reading<Value>(value: Promise<Value>): Promise<Read<Value>> {
  try {
    return { value: await value };
  } catch (failed) {
    if (failed instanceof RequestFailed) return { unread: failed };
    throw failed;
  }
}

/** The row of a check that could not look. */
export function unreadRow(check: string, { message, next }: RequestFailed, why = "Not read"): Row {
  return { check, result: "unknown", detail: `${why}: ${message}.`, ...(next !== undefined && { next }) };
}
