/** The shape that an answer must have before anything is taken from it. Pure. */

import { Temporal } from "temporal-polyfill";

type Plain = "string" | "boolean" | "number";
/**
 * Texts: a point in time with its offset (RFC 3339), which the calendar must have; a length of time (ISO 8601); an object's id,
 * with which addresses and commands for a person are made: nothing in it means something else there.
 */
type Text = keyof typeof TEXTS;

/** What reads a text of a kind, and throws where it is none. */
const TEXTS = {
  instant: (text: string) => Temporal.Instant.from(text),
  duration: (text: string) => Temporal.Duration.from(text),
  // GUIDs, and the ids of grants, which are a hash in base64url.
  id: (text: string) => /^(?!\.+$)[\w.-]{1,200}$/.test(text),
};

/** A list has one shape for all of its items; a property whose name ends in "?" may be null or absent. */
export type Shape = Plain | Text | readonly [Shape] | { readonly [name: string]: Shape };

/** The type of what has a shape. */
export type Shaped<S extends Shape> = S extends "string" | Text
  ? string
  : S extends "boolean"
    ? boolean
    : S extends "number"
      ? number
      : S extends readonly [infer Item extends Shape]
        ? readonly Shaped<Item>[]
        : S extends { readonly [name: string]: Shape }
          ? { readonly [Name in keyof S as Name extends `${string}?` ? never : Name]: Shaped<S[Name]> } & {
              readonly [Name in keyof S as Name extends `${infer Bare}?` ? Bare : never]?:
                | Shaped<S[Name]>
                | null
                | undefined;
            }
          : never;

/**
 * @param value parsed JSON
 * @returns what first differs from the shape, such as "value[3].tags is no list"; undefined when nothing does. No value of
 *   the answer's is repeated.
 */
export function misfit(value: unknown, shape: Shape, at = "it"): string | undefined {
  if (isKind(shape)) return isText(value, shape) ? undefined : `${at} is no ${shape}`;
  if (typeof shape === "string") return typeof value === shape ? undefined : `${at} is no ${shape}`;
  if (isList(shape)) {
    if (!Array.isArray(value)) return `${at} is no list`;
    return first(value.map((item, index) => () => misfit(item, shape[0], `${at === "it" ? "" : at}[${index}]`)));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `${at} is no object`;
  const held = value as Record<string, unknown>;
  return first(
    Object.entries(shape).map(([name, inner]) => () => {
      const bare = name.replace(/\?$/, "");
      const property = Object.hasOwn(held, bare) ? held[bare] : undefined;
      if (bare !== name && (property === null || property === undefined)) return undefined;
      return misfit(property, inner, at === "it" ? bare : `${at}.${bare}`);
    }),
  );
}

/** The names of a shape's properties, as $select takes them. */
export function namesOf(shape: { readonly [name: string]: Shape }): string {
  return Object.keys(shape)
    .map((name) => name.replace(/\?$/, ""))
    .join(",");
}

function isKind(shape: Shape): shape is Text {
  return typeof shape === "string" && Object.hasOwn(TEXTS, shape);
}

function isText(value: unknown, kind: Text): boolean {
  try {
    return typeof value === "string" && Boolean(TEXTS[kind](value));
  } catch {
    return false;
  }
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}
