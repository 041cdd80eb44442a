import { describe, expect, it } from "vitest";
import { noAnswer, refused } from "../../microsoft/failure.ts";
import type { Names } from "../../reports/names.ts";
import { look, show } from "../../reports/show.ts";
import { tenant } from "./tenant.ts";

const DENIED = refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}');
const LACKS =
  "the operator lacks the right ReportSettings.ReadWrite.All of Microsoft Graph (the Azure CLI's own token may lack it " +
  "whatever a person's roles are: sign in as an application that was granted it)";
const cannot = (why: string) =>
  `Names in usage reports could not be shown: ${why}. Everything else of this run is done as usual; ` +
  "the next run tries again.";

const HIDDEN = { found: "hidden", problem: "" } as const;

describe("showing names", () => {
  it("changes hidden ones, whose being hidden is kept", async () => {
    const { asked, open } = tenant("hidden");
    expect(await show(open, HIDDEN)).toEqual({ names: "shown", problem: "" });
    expect(asked).toEqual(["names", "change to shown"]);
  });

  it.each(["hidden", "shown", "unknown"] as const)(
    "changes nothing where they are shown, as after a run that was killed, whatever is kept (%s)",
    async (found) => {
      const { asked, open } = tenant("shown");
      expect(await show(open, { found, problem: "" })).toEqual({ names: "shown", problem: "" });
      expect(asked).toEqual(["names"]);
    },
  );

  it.each(["shown", "unknown"] as const)(
    "changes nothing before it is kept that they were hidden: what is kept says %s, and somebody hid them meanwhile",
    async (found) => {
      const { asked, open } = tenant("hidden");
      expect(await show(open, { found, problem: "" }, "shown")).toEqual({
        names: "hidden",
        problem: cannot("somebody has hidden them during this run"),
      });
      expect(asked).toEqual(["names"]);
    },
  );

  it("asks nothing of the tenant when it could not be read what is there", async () => {
    const { asked, open } = tenant("hidden");
    expect(await show(open, { found: "unknown", problem: "Names …" })).toEqual({
      names: "unknown",
      problem: "Names …",
    });
    expect(await show(open, { found: "hidden", problem: "Names …" }, "shown")).toEqual({
      names: "shown",
      problem: "Names …",
    });
    expect(asked).toEqual([]);
  });
});

describe("names that cannot be shown cost the run nothing: the state keeps why,", () => {
  it("when the operator may not read the setting any more", async () => {
    expect(await show(tenant(DENIED).open, HIDDEN, "shown")).toEqual({ names: "shown", problem: cannot(LACKS) });
  });

  it("when the operator may only read the setting", async () => {
    expect(await show(tenant("hidden", [], DENIED).open, HIDDEN)).toEqual({ names: "hidden", problem: cannot(LACKS) });
  });

  it("when nobody can sign in: the first line of it", async () => {
    const open = async () => {
      throw new Error("Please run 'az login'.\r\nTrace ID: 1");
    };
    expect(await show(open, HIDDEN)).toEqual({ names: "unknown", problem: cannot("Please run 'az login'") });
  });

  it("when the change got no answer: they may have been shown", async () => {
    const { open } = tenant("hidden", [], noAnswer("graph.microsoft.com", "ECONNRESET"));
    expect(await show(open, HIDDEN)).toMatchObject({ names: "unknown" });
  });

  it("when the service failed behind its gateway: they may have been shown", async () => {
    const { open } = tenant("hidden", [], refused("graph.microsoft.com", 504, ""));
    expect(await show(open, HIDDEN)).toMatchObject({ names: "unknown" });
  });
});

describe("a look at the tenant", () => {
  const seen = async (now: Names, names: Names) => {
    const { asked, open } = tenant(now);
    return [await look(open, names), asked];
  };

  it("sees that names are shown, and changes nothing", async () => {
    expect(await seen("shown", "shown")).toEqual(["shown", ["names"]]);
  });

  it("notices that somebody hid them, and changes nothing", async () => {
    expect(await seen("hidden", "shown")).toEqual(["hidden", ["names"]]);
  });

  it("keeps that they were hidden though somebody showed them again: a run must not take them for its own", async () => {
    expect(await seen("shown", "hidden")).toEqual(["hidden", ["names"]]);
  });

  it("fails when the operator may not", async () => {
    await expect(look(tenant(DENIED).open, "shown")).rejects.toBe(DENIED);
  });
});
