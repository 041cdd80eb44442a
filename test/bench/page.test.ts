import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { waits } from "../../bench/chain.ts";
import { STEPS } from "../../bench/life.ts";
import { type Benched, page } from "../../bench/page.ts";
import type { Measured } from "../../bench/slow-tenant.ts";
import { figures } from "../../bench/statistics.ts";
import { findTerraform } from "../../bench/terraform.ts";

const took = (wall: number, chain?: number): Measured => ({ wall, cpu: wall / 2, memory: 300, requests: 10, chain });
const life = (wall: number, chain?: number) =>
  Object.fromEntries(STEPS.map((step) => [step, took(wall, chain)])) as Record<(typeof STEPS)[number], Measured>;

describe("what was measured", () => {
  it.each([
    [[3], { median: 3, least: 3, most: 3 }],
    [[9, 1, 2], { median: 2, least: 1, most: 9 }],
    [[4, 1, 2, 9], { median: 3, least: 1, most: 9 }],
  ])("%j has a middle and ends", (values, expected) => {
    expect(figures(values)).toEqual(expected);
  });

  it("is nothing where nothing was", () => {
    expect(() => figures([])).toThrow("Nothing was measured.");
  });

  it.each([
    ["nothing", [], 0],
    [
      "one after the other",
      [
        [0, 60],
        [61, 121],
        [130, 190],
      ],
      3,
    ],
    [
      "side by side",
      [
        [0, 60],
        [1, 61],
        [2, 62],
      ],
      1,
    ],
    [
      "two side by side between two others",
      [
        [0, 60],
        [61, 121],
        [63, 125],
        [130, 190],
      ],
      3,
    ],
    [
      "a long one beside two short ones",
      [
        [0, 200],
        [0, 60],
        [70, 130],
      ],
      2,
    ],
  ] as const)("waits for %s as often as one answer is needed for the next", (_, spans, expected) => {
    expect(waits(spans)).toBe(expected);
  });

  it("stands in tables beside the floor and Terraform's, with who served", () => {
    const slow = life(2.6, 5);
    const { create, "nothing to do": nothing, renewal, destroy } = life(1.3, 3);
    const benched: Benched = {
      served: "Engine: Pulumi 3.259.0 (from PATH); azuread: 6.9.1 from PATH.",
      machine: "2 processors.",
      day: "2026-11-25",
      lives: new Map([
        [0, [life(1), life(3), life(2)]],
        [60, [slow, slow, slow]],
      ]),
      empty: [took(1)],
      terraform: new Map([[60, [{ create, "nothing to do": nothing, renewal, destroy }]]]),
      fleet: [{ stacks: 500, wall: 40, cpu: 76, memory: undefined, bytes: 36_000 }],
    };
    const text = page(benched);
    expect(text).toContain(
      "Written by `npm run bench` on 2026-11-25. Engine: Pulumi 3.259.0 (from PATH); azuread: 6.9.1 from PATH.",
    );
    expect(text).toContain("Each figure is the median of 3 runs");
    expect(text).toContain("| nothing to do | 2.00 (1.00 to 3.00) | 2.0 | 1.00 (0.50 to 1.50) | 300 | 10 |  |\n");
    expect(text).toContain("| nothing to do | 2.60 | 2.6 | 1.30 | 300 | 10 | 5 | 1.30 | 10 | 3 |\n");
    expect(text).toContain("| doctor | 2.60 | 2.6 | 1.30 | 300 | 10 | 5 |  |  |  |\n");
    expect(text).toContain("Terraform, with its azuread provider from PATH, declares the same in bench/terraform.");
    expect(page({ ...benched, terraform: undefined })).toContain("nothing is beside these figures.");
    expect(text).toContain("| 500 | 40.00 | 76.00 | not told |");
    expect(text).toContain("the state of a stack with two keys is 36 kB.");
  });
});

describe("Terraform", () => {
  it("is measured only where its provider is on PATH too", () => {
    const folder = mkdtempSync(join(tmpdir(), "esia-terraform-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "terraform"), "", { mode: 0o755 });
    expect(findTerraform({ PATH: folder })).toBeUndefined();
    writeFileSync(join(folder, "terraform-provider-azuread"), "", { mode: 0o755 });
    expect(findTerraform({ PATH: folder })).toEqual({ command: join(folder, "terraform"), providers: folder });
  });
});
