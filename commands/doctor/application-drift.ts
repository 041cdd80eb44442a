/**
 * In what the stack's own application differs in the tenant from the state. An update that failed leaves a state that says what
 * was wanted (as Terraform's SDK has it, seen with azuread 6.9.1): no later run notices without a refresh. Pure.
 */
import { NAMES } from "../../stack/names.ts";
import type { Application } from "./directory.ts";
import type { StackState } from "./stack-state.ts";

/** @returns what differs, in words; what the state does not say is not compared */
export function driftOf(own: Application, held: StackState["held"]): string[] {
  const outputs = held.find(({ name }) => name === NAMES.application)?.outputs ?? {};
  const { displayName, tags, requiredResourceAccesses } = outputs;
  const asked = own.requiredResourceAccess?.map(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id }) => `${resourceAppId} ${id}`),
  );
  return [
    ...(typeof displayName === "string" && displayName !== own.displayName ? ["its name"] : []),
    ...(Array.isArray(tags) && differ(tags.map(String), own.tags) ? ["its tags"] : []),
    ...(Array.isArray(requiredResourceAccesses) &&
    asked &&
    differ(requiredResourceAccesses.flatMap(askedOf), asked.flat())
      ? ["the roles that it asks for"]
      : []),
  ];
}

function askedOf({ resourceAppId, resourceAccesses }: Record<string, unknown>): string[] {
  const list = Array.isArray(resourceAccesses) ? resourceAccesses : [];
  return list.map(({ id }) => `${resourceAppId} ${id}`);
}

/** Order and the size of letters do not matter. */
function differ(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [one, other].map((list) =>
    JSON.stringify([...new Set(list.map((text) => text.toLowerCase()))].sort()),
  );
  return a !== b;
}
