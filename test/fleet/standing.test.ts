import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { byUrgency, type Standing, standing, unreadStanding } from "../../commands/fleet/standing.ts";
import { type Exported, readExport } from "../../stack/exported.ts";
import { stateOf } from "./states.ts";

const on = (day: string) => Temporal.PlainDate.from(day);
const CONTOSO = { name: "contoso", lastRun: Temporal.Instant.from("2026-11-25T08:00:00Z") };
const empty: Exported = { resources: [], pending: [] };

describe("a stack stands by its state alone", () => {
  it("well with a key that works for long, which the state tells without its secrets", () => {
    expect(standing(CONTOSO, stateOf("one-key", "contoso"), on("2026-11-25"))).toEqual({
      stack: "contoso",
      result: "pass",
      tenantId: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
      clientId: "86834b84-572b-4b09-acd5-b97ebc8e7d6b",
      key: { number: 1, until: "2028-11-24", days: 730 },
      older: [],
      due: false,
      connected: true,
      lastRun: "2026-11-25",
    });
  });

  it.each([
    ["due from the day that its last run named", "2028-08-26", "pass", true, "Due since 2028-08-26"],
    ["not due on the day before", "2028-08-25", "pass", false, undefined],
    ["with a warning from 60 days before its end", "2028-09-25", "warn", true, "Key 1 works for 60 more days"],
    ["with a warning 30 days before its end", "2028-10-25", "warn", true, "Key 1 works for 30 more days"],
    ["failing with 29 days left", "2028-10-26", "fail", true, "Key 1 works for 29 more days"],
    ["failing once it is over", "2028-11-24", "fail", true, "KEY 1 HAS EXPIRED, on 2028-11-24: ESIA sees nothing."],
  ])("%s", (_, day, result, due, detail) => {
    const found = standing(CONTOSO, stateOf("one-key", "contoso"), on(day));
    expect(found).toMatchObject({ result, due });
    expect(found.detail ?? "").toContain(detail ?? "");
    if (detail === undefined) expect(found.detail).toBeUndefined();
  });

  it("with an older key near its end that may be in use as a warning: only verify can tell", () => {
    const found = standing(CONTOSO, stateOf("two-keys", "contoso"), on("2028-11-01"));
    expect(found).toMatchObject({
      result: "warn",
      key: { number: 2, days: 662 },
      older: [{ number: 1, until: "2028-11-24", days: 23 }],
      detail:
        "Key 2 works for 662 more days, until 2030-08-25. Key 1 works for 23 more days, until 2028-11-24: ESIA needs key 2 by then.",
      next: "'npm run fleet -- verify --only contoso' says whether the older key is still used.",
    });
  });

  it("due by the usual rule where the outputs are an older key's: the last run did not come to its end", () => {
    const text = JSON.stringify({ deployment: { resources: resources("two-keys") } });
    const early = text.replace('"secretNumber":2', '"secretNumber":1').replace("2030-05-27", "2028-08-26");
    expect(standing(CONTOSO, readExport(early), on("2028-12-01"))).toMatchObject({ due: false, key: { number: 2 } });
  });

  it("with a warning where a run was interrupted", () => {
    const state = { ...stateOf("one-key", "contoso"), pending: [{ doing: "creating", name: "secret-2" }] };
    expect(standing(CONTOSO, state, on("2026-11-25"))).toMatchObject({
      result: "warn",
      detail: "An interrupted run left secret-2 (creating).",
    });
  });

  it("not connected before its first run, and after it was destroyed: no failure, but no ok either", () => {
    expect(standing({ name: "new", lastRun: undefined }, empty, on("2026-11-25"))).toEqual({
      stack: "new",
      result: "warn",
      older: [],
      due: false,
      connected: false,
      detail: "Not connected: its state holds no application.",
      next: "For a new tenant 'pulumi up --stack new' by an administrator; for a former one 'pulumi stack rm --stack new'.",
    });
  });

  it("failing with no key, with one that cannot be understood, and with another stack's state", () => {
    const state = stateOf("one-key", "contoso");
    const keyless = { ...state, resources: state.resources.filter(({ name }) => name !== "secret-1") };
    expect(standing(CONTOSO, keyless, on("2026-11-25"))).toMatchObject({
      result: "fail",
      due: true,
      detail: "Its state holds no key: ESIA sees nothing.",
    });
    const damaged = {
      ...state,
      resources: state.resources.map((one) =>
        one.name === "secret-1" ? { ...one, outputs: { ...one.outputs, endDate: "soon" } } : one,
      ),
    };
    const found = standing(CONTOSO, damaged, on("2026-11-25"));
    expect(found).toMatchObject({ result: "fail", due: true });
    expect(found.detail).toContain('The state holds secret-1 with the end "soon", which is no date.');
    const foreign = standing({ ...CONTOSO, name: "acme/esia/fabrikam" }, state, on("2026-11-25"));
    expect(foreign).toMatchObject({ result: "fail", due: false });
    expect(foreign.detail).toContain("was imported from stack contoso");
  });

  it("failing and perhaps due where nobody could read it", () => {
    expect(unreadStanding(CONTOSO, { why: "No.", next: "Log in." })).toEqual({
      stack: "contoso",
      result: "fail",
      older: [],
      due: true,
      connected: true,
      lastRun: "2026-11-25",
      detail: "No.",
      next: "Log in.",
    });
  });
});

function resources(kept: "one-key" | "two-keys") {
  return stateOf(kept, "contoso").resources.map(({ toDelete: _, name: _n, ...written }) => written);
}

it("the most urgent stack comes first: unread, expired, soon over, warnings, then what works by its end", () => {
  const key = (days: number) => ({ number: 1, until: "2028-11-24", days });
  const one = (stack: string, rest: Partial<Standing>): Standing => ({
    stack,
    result: "pass",
    older: [],
    due: false,
    connected: true,
    ...rest,
  });
  const sorted = byUrgency([
    one("well", { key: key(400) }),
    one("new", { result: "warn", connected: false }),
    one("soon", { result: "fail", key: key(12) }),
    one("well-too", { key: key(400) }),
    one("sooner", { key: key(100) }),
    one("older", { result: "warn", key: key(660), older: [key(23)] }),
    one("unread", { result: "fail" }),
    one("over", { result: "fail", key: key(-3) }),
  ]);
  expect(sorted.map(({ stack }) => stack)).toEqual([
    "unread",
    "over",
    "soon",
    "older",
    "new",
    "sooner",
    "well",
    "well-too",
  ]);
});
