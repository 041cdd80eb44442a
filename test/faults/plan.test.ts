import { describe, expect, it } from "vitest";
import { Draw } from "./draw.ts";
import { faultOf, MISHAPS, ROUTES } from "./mishaps.ts";
import { describedLife, planLife } from "./plan.ts";

const LIVES = Array.from({ length: 200 }, (_, at) => planLife(at + 1));
const steps = LIVES.flatMap((life) => life.steps);
const troubles = steps.flatMap((step) => step.troubles);
const every = (values: readonly unknown[]) => [...new Set(values)].sort();

describe("the 200 lives", () => {
  it("are the same each time, and no two are alike", () => {
    expect(LIVES.map((life) => planLife(life.seed))).toEqual(LIVES);
    expect(new Set(LIVES.map((life) => describedLife({ ...life, seed: 0 }))).size).toBe(200);
  });

  it("let every mishap happen, on every route, in every step an operator takes", () => {
    expect(every(troubles.map(({ mishap }) => mishap))).toEqual(Object.keys(MISHAPS).sort());
    expect(every(troubles.map(({ route }) => route))).toEqual(Object.keys(ROUTES).sort());
    expect(every(steps.map(({ doing }) => doing))).toEqual([
      "add pipeline",
      "create",
      "cut off",
      "destroy",
      "due",
      "hide names",
      "leave a role out",
      "lose the state",
      "remove pipeline",
      "rename",
      "retire",
      "rotate",
      "show names",
    ]);
  });

  it("hold tenants of 5,000 others, odd pages, policies that come between runs, and tokens that end in the middle", () => {
    expect(LIVES.filter(({ others }) => others === 5_000).length).toBeGreaterThan(3);
    expect(every(LIVES.map(({ pageSize }) => pageSize))).toEqual([1, 100, 2, 5]);
    expect(LIVES.filter(({ emptyPages }) => emptyPages).length).toBeGreaterThan(20);
    expect(every(steps.flatMap(({ policy }) => policy ?? []))).toEqual(["P180D", "P90D", "forbidden"]);
    expect(steps.filter(({ tokenEndsAfter }) => tokenEndsAfter).length).toBeGreaterThan(20);
  });
});

describe("what azuread waits for by itself, up to four minutes a request,", () => {
  const often = new Set(troubles.filter(({ times }) => times === 12).map(({ mishap }) => mishap));

  it("happens no more than three times, but for what asks to wait a second only", () => {
    expect([...often].sort()).toEqual([
      "400, busy",
      "403",
      "404",
      "409, busy",
      "429, in a second",
      "503, in a second",
      "dropped after",
      "dropped before",
      "one change behind",
      "three changes behind",
    ]);
  });
});

describe("chance", () => {
  const grant = (role: string) => ({
    method: "POST",
    path: "/v1.0/servicePrincipals/7aa1d4b9-0d6e-4ab9-8b37-0d1d33e4e4ac/appRoleAssignedTo",
    body: JSON.stringify({ appRoleId: role }),
  });
  const roles = Array.from({ length: 40 }, (_, at) => `594c1fb6-4f81-4475-ae41-0c39490924${at + 10}`);
  const fault = () =>
    faultOf(new Draw(1), "x", { route: "a grant", mishap: "503", skip: 0, times: 1, chance: 0.5 }, () => "");

  it("falls on the same grants whatever order they are made in, and on about its share of them", () => {
    const [first, second] = [fault(), fault()];
    const harmed = roles.filter((role) => first.when?.(grant(role)));
    const again = roles.toReversed().filter((role) => second.when?.(grant(role)));
    expect(again.toReversed()).toEqual(harmed);
    expect(harmed.length).toBeGreaterThan(10);
    expect(harmed.length).toBeLessThan(30);
  });
});
