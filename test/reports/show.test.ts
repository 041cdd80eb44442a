import { describe, expect, it } from "vitest";
import { noAnswer, refused } from "../../microsoft/failure.ts";
import type { Names } from "../../reports/names.ts";
import { look, show } from "../../reports/show.ts";
import { tenant } from "./tenant.ts";

const DENIED = refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}');
const LACKS =
  "the operator lacks the right ReportSettings.ReadWrite.All of Microsoft Graph (the Azure CLI's own token may lack it " +
  "whatever a person's roles are: sign in as an application that was granted it)";

describe("showing names", () => {
  it("changes hidden ones, and keeps that they were", async () => {
    const { asked, open } = tenant("hidden");
    expect(await show(open)).toEqual({ names: "shown", found: "hidden", problem: "" });
    expect(asked).toEqual(["names", "change to shown"]);
  });

  it("changes nothing where they are shown, and keeps that they were", async () => {
    const { asked, open } = tenant("shown");
    expect(await show(open)).toEqual({ names: "shown", found: "shown", problem: "" });
    expect(asked).toEqual(["names", "others"]);
  });

  it("keeps what another stack found before it showed them", async () => {
    const { open } = tenant("shown", [{ displayName: "north", found: "hidden" }]);
    expect(await show(open)).toEqual({ names: "shown", found: "hidden", problem: "" });
  });

  it("does not know what was before when it may not see other stacks", async () => {
    const { open } = tenant("shown", "not known");
    expect(await show(open)).toEqual({ names: "shown", found: "unknown", problem: "" });
  });

  it("keeps what an earlier run found", async () => {
    const { asked, open } = tenant("shown");
    expect(await show(open, { names: "shown", found: "hidden", problem: "" })).toEqual({
      names: "shown",
      found: "hidden",
      problem: "",
    });
    expect(asked).toEqual(["names"]);
  });

  it("keeps that somebody hid them since, whatever an earlier run found", async () => {
    expect(await show(tenant("hidden").open, { names: "shown", found: "shown", problem: "" })).toEqual({
      names: "shown",
      found: "hidden",
      problem: "",
    });
  });
});

describe("names that cannot be shown cost the run nothing: the state keeps why,", () => {
  const PROBLEM =
    `Names in usage reports could not be shown: ${LACKS}. Everything else of this run is done as usual; ` +
    "the next 'pulumi up' tries again.";

  it("when the operator may not read the setting", async () => {
    expect(await show(tenant(DENIED).open)).toEqual({ names: "unknown", found: "unknown", problem: PROBLEM });
  });

  it("when the operator may only read the setting", async () => {
    expect(await show(tenant("hidden", [], DENIED).open)).toEqual({
      names: "hidden",
      found: "hidden",
      problem: PROBLEM,
    });
  });

  it("when nobody can sign in: the first line of it", async () => {
    const open = async () => {
      throw new Error("Please run 'az login'.\r\nTrace ID: 1");
    };
    expect((await show(open)).problem).toBe(
      "Names in usage reports could not be shown: Please run 'az login'. Everything else of this run is done as usual; " +
        "the next 'pulumi up' tries again.",
    );
  });
});

describe("what is remembered after a run that could not show names", () => {
  it("is that they may have been shown, when the change got no answer", async () => {
    const { open } = tenant("hidden", [], noAnswer("graph.microsoft.com", "ECONNRESET"));
    const { names, found } = await show(open);
    expect({ names, found }).toEqual({ names: "unknown", found: "hidden" });
    expect(await show(tenant("shown").open, { names, found, problem: "…" })).toEqual({
      names: "shown",
      found: "hidden",
      problem: "",
    });
  });

  it("is that they may have been shown, when the service failed behind its gateway", async () => {
    const { open } = tenant("hidden", [], refused("graph.microsoft.com", 504, ""));
    expect(await show(open)).toMatchObject({ names: "unknown", found: "hidden" });
  });

  it("is what it was, when the tenant could not be read", async () => {
    const before = { names: "shown", found: "hidden", problem: "" } as const;
    expect(await show(tenant(DENIED).open, before)).toMatchObject({ names: "shown", found: "hidden" });
  });

  it("does not claim what somebody else has shown since", async () => {
    const refused = await show(tenant("hidden", [], DENIED).open);
    expect(await show(tenant("shown").open, refused)).toEqual({ names: "shown", found: "shown", problem: "" });
  });
});

describe("a look at the tenant", () => {
  const shown = { names: "shown", found: "hidden", problem: "" } as const;
  const seen = async (now: Names, before: { names: Names; found: Names; problem: string } = shown) => {
    const { asked, open } = tenant(now);
    return [await look(open, before), asked.filter((request) => request.startsWith("change"))];
  };

  it("keeps everything while names are shown, and changes nothing", async () => {
    expect(await seen("shown")).toEqual([shown, []]);
  });

  it("notices that somebody hid them, and changes nothing", async () => {
    expect(await seen("hidden")).toEqual([{ ...shown, names: "hidden" }, []]);
  });

  it("takes names that somebody hid and somebody showed again for their decision", async () => {
    expect(await seen("shown", { ...shown, names: "hidden" })).toEqual([{ ...shown, found: "shown" }, []]);
  });

  it("fails when the operator may not", async () => {
    await expect(look(tenant(DENIED).open, shown)).rejects.toBe(DENIED);
  });
});
