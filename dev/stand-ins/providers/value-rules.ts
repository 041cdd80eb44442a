import { isGuid } from "../../../microsoft/guid.ts";
import { isProperties, type Properties, UNKNOWN, type Value } from "./property-values.ts";

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

type Refusal = string | undefined;

/** Each rule takes a known value and gives the second half of a sentence that says what is wrong with it, or nothing. */
export function uuid(value: Value): Refusal {
  return isGuid(String(value)) ? undefined : `must be a UUID, not "${value}"`;
}

export function filled(value: Value): Refusal {
  return value === "" ? "must not be empty" : undefined;
}

export function atMost1024(value: Value): Refusal {
  return String(value).length > 1024 ? "must be at most 1024 characters long" : undefined;
}

export function dateTime(value: Value): Refusal {
  const wrong = !RFC3339.test(String(value)) || Number.isNaN(Date.parse(String(value)));
  return wrong ? `must be a date and time as in 2027-12-31T00:00:00Z, not "${value}"` : undefined;
}

export function applicationId(value: Value): Refusal {
  const [, objectId] = /^\/applications\/([^/]+)$/.exec(String(value)) ?? [];
  return objectId === undefined ? `must be an application's id, /applications/<object id>, not "${value}"` : undefined;
}

export function oneOf(...allowed: string[]): (value: Value) => Refusal {
  return (value) => (allowed.includes(String(value)) ? undefined : `must be ${allowed.join(" or ")}, not "${value}"`);
}

/** A list of texts, each of which keeps a rule; unknown members are left to the run. */
export function each(rule: (value: Value) => Refusal): (value: Value) => Refusal {
  return (value) =>
    (value as readonly Value[])
      .filter((member) => member !== UNKNOWN)
      .map((member) => (typeof member === "string" ? rule(member) : "must hold only texts"))
      .find((wrong) => wrong !== undefined);
}

/** An application's request for permissions: APIs by their app id, each with ids of roles or scopes. */
export function accesses(value: Value): Refusal {
  const known = (value as readonly Value[]).filter((access) => access !== UNKNOWN);
  return known.map((access) => (isProperties(access) ? oneApi(access) : "must hold objects")).find(Boolean);
}

function oneApi({ resourceAppId, resourceAccesses, ...other }: Properties): Refusal {
  if (Object.keys(other).length > 0) return `must not hold ${Object.keys(other)[0]}`;
  if (typeof resourceAppId !== "string") return "must name a resourceAppId each";
  if (resourceAccesses === UNKNOWN) return undefined;
  if (!Array.isArray(resourceAccesses)) return "must list resourceAccesses each";
  const known = (resourceAccesses as readonly Value[]).filter((access) => access !== UNKNOWN);
  return known.map((access) => (isProperties(access) ? onePermission(access) : "must list objects")).find(Boolean);
}

function onePermission({ id = "", type = "", ...other }: Properties): Refusal {
  if (Object.keys(other).length > 0) return `must not hold ${Object.keys(other)[0]}`;
  const wrongId = id === UNKNOWN ? undefined : uuid(id);
  if (wrongId !== undefined) return `must hold permissions whose id ${wrongId}`;
  const wrongType = type === UNKNOWN ? undefined : oneOf("Role", "Scope")(type);
  return wrongType === undefined ? undefined : `must hold permissions whose type ${wrongType}`;
}
