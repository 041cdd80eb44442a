import { describe, expect, it, vi } from "vitest";
import { allowReportSettings, asked, hidden, hide, tags } from "../../support/report-settings.ts";
import { type TestStack, withStack } from "../../support/stack.ts";

const SETTINGS = /\/v1\.0\/admin\/reportSettings$/;
const HIDDEN_AGAIN = "Names in usage reports are hidden again, as this stack found them.";

/** Where a run that shows names is killed: at a request, before its work or after it. */
const READS = [
  { method: "GET", skip: 0, name: "the look at what is there" },
  { method: "GET", skip: 1, name: "the look before the change" },
];
const CHANGE = { method: "PATCH", skip: 0, name: "the change" };
const WHENS = ["before", "after"] as const;
const POINTS = [...READS, CHANGE].flatMap((point) => WHENS.map((when) => ({ ...point, when })));

/** Kills a run at a point; ends when nothing of it is at work any more. */
async function killedAt(
  stack: TestStack,
  { method, skip, when }: Omit<(typeof POINTS)[number], "name">,
): Promise<void> {
  const run = stack.start(["up", "--yes", "--skip-preview"]);
  const { faults } = stack.tenant;
  const before = hidden(stack);
  const drop = () => {
    run.kill();
    return "drop" as const;
  };
  const action = when === "before" ? { before: drop } : { after: () => run.kill() };
  faults.add({ method, path: SETTINGS, skip, action });
  // The provider outlives the engine and tries again what got no answer: a refusal ends it.
  if (when === "before") faults.add({ method, path: SETTINGS, skip, action: { answer: { status: 403 } } });
  const { code } = await run.ended;
  expect(code).not.toBe(0);
  const wait = { timeout: 30_000 };
  await vi.waitFor(() => expect(faults.pending, "the point of the kill was not reached").toBe(0), wait);
  // Where it got its answer it goes on, and changes what it has looked at.
  const changes = when === "after" && (method === "PATCH" || skip === 1);
  if (changes) await vi.waitFor(() => expect(hidden(stack)).toBe(false), wait);
  else expect(hidden(stack)).toBe(before);
  await stack.succeed("cancel", "--yes");
}

/** A stack that asks for names. */
function asking(life: (stack: TestStack) => Promise<void>): Promise<void> {
  return withStack(async (stack) => {
    allowReportSettings(stack);
    await stack.set("esia:showNamesInReports", "true");
    await life(stack);
  });
}

/** Destroys. @returns what was printed */
async function destroyed(stack: TestStack): Promise<string> {
  const { code, text } = await stack.run("destroy", "--yes", "--skip-preview");
  expect(code, text).toBe(0);
  return text;
}

describe("a run that shows names, killed", () => {
  it.each(POINTS)("$when $name, is done by the next run, and they are hidden again at the end", async (point) => {
    await asking(async (stack) => {
      await killedAt(stack, point);
      await stack.up();
      expect(hidden(stack)).toBe(false);
      expect(tags(stack)).toEqual(["esia-names-were:hidden", "esia-shows-names"]);
      expect(await stack.up()).toEqual({});
      expect(await destroyed(stack)).toContain(HIDDEN_AGAIN);
      expect(hidden(stack)).toBe(true);
    });
  });

  it.each(POINTS)("$when $name, leaves nothing shown when it is destroyed at once", async (point) => {
    await asking(async (stack) => {
      await killedAt(stack, point);
      await destroyed(stack);
      expect(hidden(stack)).toBe(true);
    });
  });

  it.each(READS)("after $name, where they had been shown before, leaves them shown at the end", async (point) => {
    await asking(async (stack) => {
      hide(stack, false);
      await killedAt(stack, { ...point, when: "after" });
      await stack.up();
      expect(tags(stack)).toEqual(["esia-names-were:shown", "esia-shows-names"]);
      expect(await destroyed(stack)).toContain("left as they are: they were shown before any ESIA stack asked for it.");
      expect(hidden(stack)).toBe(false);
      expect(asked(stack)).not.toContainEqual(expect.stringContaining("PATCH"));
    });
  });

  it("whose change arrives only after the next run, hides them again at the end all the same", async () => {
    await asking(async (stack) => {
      const run = stack.start(["up", "--yes", "--skip-preview"]);
      const recovered = Promise.withResolvers<void>();
      const before = () => {
        run.kill();
        return recovered.promise;
      };
      stack.tenant.faults.add({ method: "PATCH", path: SETTINGS, action: { before } });
      await run.ended;
      await stack.succeed("cancel", "--yes");
      await stack.up();
      recovered.resolve();
      expect(await destroyed(stack)).toContain(HIDDEN_AGAIN);
      expect(hidden(stack)).toBe(true);
    });
  });
});

describe("a run that shows names again, killed", () => {
  // They were shown when the stack came, and somebody hid them since: that is what is to be put back now.
  it.each(WHENS)("%s the change, leaves them hidden at the end as somebody had hidden them", async (when) => {
    await asking(async (stack) => {
      hide(stack, false);
      await stack.up();
      expect(tags(stack)).toEqual(["esia-names-were:shown", "esia-shows-names"]);
      hide(stack, true);
      await stack.succeed("refresh", "--yes", "--skip-preview");
      await killedAt(stack, { ...CHANGE, when });
      await stack.succeed("refresh", "--yes", "--skip-preview");
      await stack.up();
      expect(hidden(stack)).toBe(false);
      expect(tags(stack)).toEqual(["esia-names-were:hidden", "esia-shows-names"]);
      expect(await destroyed(stack)).toContain(HIDDEN_AGAIN);
      expect(hidden(stack)).toBe(true);
    });
  });
});

describe("hiding them again, killed", () => {
  it.each(WHENS)("%s the change, is done by the next destroy", async (when) => {
    await asking(async (stack) => {
      await stack.up();
      const run = stack.start(["destroy", "--yes", "--skip-preview"]);
      const drop = () => {
        run.kill();
        return "drop" as const;
      };
      const action = when === "before" ? { before: drop } : { after: () => run.kill() };
      stack.tenant.faults.add({ method: "PATCH", path: SETTINGS, action });
      expect((await run.ended).code).not.toBe(0);
      expect(stack.tenant.faults.pending).toBe(0);
      await stack.succeed("cancel", "--yes");
      await destroyed(stack);
      expect(hidden(stack)).toBe(true);
    });
  });
});
