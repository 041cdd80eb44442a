import { describe, expect, it } from "vitest";
import { refused } from "../../microsoft/failure.ts";
import { type Last, lookFor } from "../../reports/found.ts";
import type { Names } from "../../reports/names.ts";
import { tenant } from "./tenant.ts";

const FIRST = { found: "unknown", last: "unfinished" } as const;
const earlier = (found: Names, last: Last) => ({ found, last });

describe("a first look finds", () => {
  it("names hidden where they are, and changes nothing", async () => {
    const { asked, open } = tenant("hidden");
    expect(await lookFor(open, FIRST)).toEqual({ found: "hidden", problem: "" });
    expect(asked).toEqual(["names"]);
  });

  it("names shown where nobody of ours shows them", async () => {
    const { asked, open } = tenant("shown");
    expect(await lookFor(open, FIRST)).toEqual({ found: "shown", problem: "" });
    expect(asked).toEqual(["names", "others"]);
  });

  it("what another stack found before it showed them", async () => {
    const { open } = tenant("shown", [{ displayName: "north", found: "hidden" }]);
    expect(await lookFor(open, FIRST)).toEqual({ found: "hidden", problem: "" });
  });

  it("nothing that is known when it may not see other stacks", async () => {
    expect(await lookFor(tenant("shown", "not known").open, FIRST)).toEqual({ found: "unknown", problem: "" });
  });
});

describe("a later look at names that are shown", () => {
  it.each([
    ["hidden", "unfinished"],
    ["hidden", "shown"],
    ["shown", "unfinished"],
    ["shown", "shown"],
  ] as const)(
    "keeps that they were %s before: they may be the work of a run that was killed (last: %s)",
    async (found, last) => {
      const { asked, open } = tenant("shown");
      expect(await lookFor(open, earlier(found, last))).toEqual({ found, problem: "" });
      expect(asked).toEqual(["names"]);
    },
  );

  it("takes them for somebody's decision when a refresh had seen them hidden", async () => {
    expect(await lookFor(tenant("shown").open, earlier("hidden", "hidden"))).toEqual({ found: "shown", problem: "" });
  });

  it("believes another stack that shows them again", async () => {
    const { open } = tenant("shown", [{ displayName: "north", found: "hidden" }]);
    expect(await lookFor(open, earlier("shown", "hidden"))).toEqual({ found: "hidden", problem: "" });
  });
});

it.each(["shown", "hidden", "unfinished"] as const)(
  "a later look at names that somebody hid finds them hidden, whatever was found before (last: %s)",
  async (last) => {
    expect(await lookFor(tenant("hidden").open, earlier("shown", last))).toEqual({ found: "hidden", problem: "" });
  },
);

describe("a look that fails", () => {
  const problem =
    "Names in usage reports could not be shown: graph.microsoft.com answered 503 ServiceUnavailable. Everything else of this run " +
    "is done as usual; the next run tries again.";
  it.each(["hidden", "shown", "unknown"] as const)("keeps what was found (%s), and says why", async (found) => {
    const { open } = tenant(refused("graph.microsoft.com", 503, '{"error":{"code":"ServiceUnavailable"}}'));
    expect(await lookFor(open, earlier(found, "hidden"))).toEqual({ found, problem });
  });
});
