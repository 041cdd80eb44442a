/** The row of a check that could not look: a refusal is no finding. Pure. */
import type { RequestFailed } from "../../microsoft/failure.ts";
import type { Row } from "../rows/report.ts";

/** @param why the beginning of what is said, before the failure's own sentence */
export function unreadRow(check: string, { message, next }: RequestFailed, why = "Not read"): Row {
  return { check, result: "unknown", detail: `${why}: ${message}.`, ...(next !== undefined && { next }) };
}
