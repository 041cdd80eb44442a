/** The previous key's value in a stack's exported state. Pure. */
import { NAMES, TYPES } from "../../stack/names.ts";
import { CannotRun } from "../rows/report.ts";

interface Resource {
  urn?: string;
  type?: string;
  outputs?: Record<string, unknown>;
}

/**
 * @param state what `pulumi stack export --show-secrets` prints
 * @param number the key's number: its resource is `secret-NUMBER`
 * @throws CannotRun when the state does not hold it in clear
 */
export function previousKey(state: object, number: number): string {
  const { resources = [] } = (state as { deployment?: { resources?: Resource[] } }).deployment ?? {};
  const held = resources.find(({ type, urn }) => type === TYPES.secret && urn?.endsWith(`::${NAMES.secret}${number}`));
  const value = clear(held?.outputs?.["value"]);
  if (value !== undefined) return value;
  throw new CannotRun(
    `The state does not hold the value of key ${number}, though the outputs name it. Run 'pulumi refresh', then 'pulumi up'.`,
  );
}

/** A secret in the state is an object that holds its JSON as `plaintext`. */
function clear(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || !("plaintext" in value)) return undefined;
  const text: unknown = JSON.parse(String(value.plaintext));
  return typeof text === "string" ? text : undefined;
}
