import { describe, expect, it } from "vitest";
import { refused } from "../../microsoft/failure.ts";
import { hideAgain, putBackFound } from "../../reports/hide-again.ts";
import type { Remembered } from "../../reports/names.ts";
import { tenant } from "./tenant.ts";

const DENIED = refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}');

describe("hiding names again", () => {
  const shown: Remembered = { names: "shown", found: "hidden" };

  it("is done by the last stack that shows them", async () => {
    const { asked, open } = tenant("shown");
    expect(await hideAgain(open, shown)).toBe("Names in usage reports are hidden again, as this stack found them.");
    expect(asked).toEqual(["names", "others", "change to hidden"]);
  });

  it("is not done while another stack shows them", async () => {
    const { asked, open } = tenant("shown", [{ displayName: "north", found: "hidden" }]);
    expect(await hideAgain(open, shown)).toContain('("north")');
    expect(asked).toEqual(["names", "others"]);
  });

  it("is not done when somebody has hidden them since", async () => {
    const { asked, open } = tenant("hidden");
    expect(await hideAgain(open, shown)).toContain("they are hidden already.");
    expect(asked).toEqual(["names"]);
  });

  it("asks nothing of the tenant when the stack found them shown", async () => {
    const { asked, open } = tenant("shown");
    expect(await hideAgain(open, { ...shown, found: "shown" })).toContain("before any ESIA stack asked for it.");
    expect(asked).toEqual([]);
  });

  it("fails when the operator may not", async () => {
    await expect(hideAgain(tenant("shown", [], DENIED).open, shown)).rejects.toBe(DENIED);
  });

  it("fails at a resource's end with what to do, and prints one line", async () => {
    await expect(putBackFound(tenant("shown", [], DENIED).open, shown)).rejects.toThrow(
      /^Names in usage reports may still be shown to everybody who reads reports, and could not be hidden again: the operator lacks/,
    );
  });
});
