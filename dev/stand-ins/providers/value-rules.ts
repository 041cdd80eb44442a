import { isGuid } from "../../../microsoft/guid.ts";
import { isProperties, UNKNOWN, type Value } from "./property-values.ts";

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
  const permission = (name: string, rule: (value: Value) => Refusal) => (given: Value) => {
    const wrong = rule(given);
    return wrong === undefined ? undefined : `must hold permissions whose ${name} ${wrong}`;
  };
  const permissions = { id: permission("id", uuid), type: permission("type", oneOf("Role", "Scope")) };
  return eachObject(value, {
    resourceAppId: (id) => (typeof id === "string" ? undefined : "must name a resourceAppId each"),
    resourceAccesses: (asked) =>
      Array.isArray(asked) ? eachObject(asked, permissions) : "must list resourceAccesses each",
  });
}

/** A list of objects with these properties, each of which keeps its rule; unknown values are left to the run. */
function eachObject(list: Value, rules: Readonly<Record<string, (value: Value) => Refusal>>): Refusal {
  const refusals = (list as readonly Value[])
    .filter((member) => member !== UNKNOWN)
    .flatMap((member): Refusal[] => {
      if (!isProperties(member)) return ["must hold objects"];
      const other = Object.keys(member).find((name) => !(name in rules));
      if (other !== undefined) return [`must not hold ${other}`];
      return Object.entries(rules).map(([name, rule]) =>
        member[name] === UNKNOWN ? undefined : rule(member[name] ?? null),
      );
    });
  return refusals.find((wrong) => wrong !== undefined);
}
