/** What a read gave: a value, or why none, where a refusal is an answer too and each reader decides what it means. */
import { RequestFailed } from "./failure.ts";

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
