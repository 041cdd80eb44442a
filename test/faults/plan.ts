/** What happens in a life: the tenant, the settings, the steps and what goes wrong in each. All of it from one seed. Pure. */
import { Draw } from "./draw.ts";
import { described, drawTrouble, type Route, type Trouble } from "./mishaps.ts";

/**
 * What an operator does, or meets. `due` is a plain run on a day on which the newest key is to be renewed; "lose the state" is
 * the run that takes everything over afterwards.
 */
export type Doing =
  | "create"
  | "rotate"
  | "due"
  | "cut off"
  | "retire"
  | "leave a role out"
  | "rename"
  | "show names"
  | "hide names"
  | "add pipeline"
  | "remove pipeline"
  | "lose the state"
  | "destroy";

/** The tenant's rule for new keys from a step on. */
export type Policy = "none" | "forbidden" | "P90D" | "P180D";

export interface Step {
  doing: Doing;
  troubles: readonly Trouble[];
  /** After so many requests of the step the operator's token is an hour older than it was. */
  tokenEndsAfter?: number;
  policy?: Policy;
}

export interface Life {
  seed: number;
  /** Service principals of others in the tenant. */
  others: number;
  pageSize: number;
  emptyPages: boolean;
  months: number;
  steps: readonly Step[];
}

const GRANTS: readonly Route[] = ["a grant", "reading a grant"];
const READING: readonly Route[] = ["sign-in", "look-up of the APIs"];
const APPLICATION: readonly Route[] = [
  "changing the application",
  "reading the application",
  "the application's owners",
];
const NAMES: readonly Route[] = ["reading the reports' switch", "the reports' switch"];

/** Which routes a step uses; the more often named, the more often something goes wrong there. */
const ROUTES_OF: Readonly<Record<Doing, readonly Route[]>> = {
  create: [
    ...READING,
    ...APPLICATION,
    ...GRANTS,
    "look-up of names",
    "making the application",
    "making the application",
    "leaving the owners",
    "making the principal",
    "making the principal",
    "changing the principal",
    "reading the principal",
    "a grant",
    "a key",
    "a key",
  ],
  rotate: [...READING, "reading the application", "a key", "a key", "a key"],
  due: [...READING, "reading the application", "a key", "a key", "a key"],
  "cut off": [...READING, "reading the application", "a key", "a key", "removing a key", "removing a key"],
  retire: [...READING, "reading the application", "removing a key", "removing a key"],
  "leave a role out": [...READING, ...APPLICATION, "removing a grant", "removing a grant"],
  rename: [...READING, ...APPLICATION, "look-up of names", "reading the principal"],
  "show names": [...READING, ...NAMES, ...NAMES, ...APPLICATION, "look-up of names"],
  "hide names": [...READING, ...NAMES, ...NAMES, ...APPLICATION, "look-up of names"],
  "add pipeline": [
    ...READING,
    "look-up of names",
    "making the application",
    "making the principal",
    "reading the principal",
    ...GRANTS,
    "a credential",
    "a credential",
    "reading a credential",
    "an owner",
    "an owner",
    "the application's owners",
  ],
  "remove pipeline": [
    ...READING,
    ...APPLICATION,
    "removing a grant",
    "removing the application",
    "removing the application",
    "leaving the owners",
  ],
  "lose the state": [...READING, ...APPLICATION, "reading the principal", "reading a grant", "a key", "a key"],
  destroy: [
    "sign-in",
    "reading the application",
    "removing a grant",
    "removing a grant",
    "removing the application",
    "removing the application",
    ...NAMES,
  ],
};

/** The same seed gives the same life. */
export function planLife(seed: number): Life {
  const draw = new Draw(seed);
  const doings: Doing[] = ["create"];
  let keys = 1;
  let isShown = false;
  let isOmitted = false;
  let hasPipeline = false;
  let isLost = false;
  for (let step = 1, more = draw.pick("steps", [1, 2, 2, 3]); step <= more; step += 1) {
    const doing = draw.pick<Doing>(`step ${step}`, [
      ...(keys === 1 ? (["rotate", "due", "cut off"] as const) : (["retire", "retire", "retire"] as const)),
      isShown ? "hide names" : "show names",
      ...(isOmitted ? [] : (["leave a role out"] as const)),
      "rename",
      ...(hasPipeline ? (["remove pipeline", "rename"] as const) : (["add pipeline"] as const)),
      // Where names are shown, what was there before only the state knows: docs/faults.md, "What cannot be recovered".
      ...(isLost || isShown ? [] : (["lose the state"] as const)),
    ]);
    doings.push(doing);
    if (doing === "rotate" || doing === "due") keys = 2;
    if (doing === "retire") keys = 1;
    if (doing === "show names") isShown = true;
    if (doing === "hide names") isShown = false;
    if (doing === "leave a role out") isOmitted = true;
    if (doing === "add pipeline") hasPipeline = true;
    if (doing === "remove pipeline") hasPipeline = false;
    if (doing === "lose the state") [isLost, keys] = [true, 1];
  }
  if (draw.chance("destroy", 0.6)) doings.push("destroy");
  return {
    seed,
    others: draw.chance("others", 0.05) ? 5_000 : 0,
    pageSize: draw.pick("page size", [100, 100, 1, 2, 5]),
    emptyPages: draw.chance("empty pages", 0.25),
    months: draw.pick("months", [24, 24, 12]),
    steps: doings.map((doing, at) => step(draw, doing, at)),
  };
}

function step(draw: Draw, doing: Doing, at: number): Step {
  const makesKey = doing === "rotate" || doing === "due" || doing === "cut off" || doing === "lose the state";
  const count = draw.pick(`${at} troubles`, [1, 1, 2, 2, 3]);
  return {
    doing,
    troubles: Array.from({ length: count }, (_, one) => drawTrouble(draw, `${at} ${one}`, ROUTES_OF[doing])),
    ...(draw.chance(`${at} token`, 0.1) && { tokenEndsAfter: draw.pick(`${at} token after`, [2, 5, 9, 20]) }),
    ...(makesKey &&
      draw.chance(`${at} policy`, 0.35) && { policy: draw.pick(`${at} rule`, ["forbidden", "P90D", "P180D"]) }),
  };
}

/** A life in a few lines, for whoever reads a failure. */
export function describedLife({ seed, others, pageSize, emptyPages, months, steps }: Life): string {
  return [
    `life ${seed}: keys of ${months} months, ${others} other principals, pages of ${pageSize}${emptyPages ? ", an empty one first" : ""}`,
    ...steps.map(({ doing, troubles, tokenEndsAfter, policy }) =>
      [
        `  ${doing}`,
        ...(policy ? [`policy ${policy}`] : []),
        ...(tokenEndsAfter ? [`token ends after ${tokenEndsAfter} requests`] : []),
        ...troubles.map(described),
      ].join("; "),
    ),
  ].join("\n");
}
