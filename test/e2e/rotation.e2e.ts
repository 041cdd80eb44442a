import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DAY, START, to, withStack, workingKeys } from "../support/days.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import type { TestStack } from "../support/stack.ts";

describe("a key", () => {
  it("is renewed on demand, the old one works on until it is retired, and the settings can stay or go", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      const first = await stack.threeValues();

      await stack.set("esia:rotateTo", "2");
      expect((await stack.preview(to(stack, 10))).text).toContain(
        "This run makes key 2: type it into ESIA before 2028-11-22.",
      );
      expect(await stack.up({ asOf: to(stack, 10) })).toEqual({ create: 1 });
      const second = await stack.threeValues();
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect(await stack.outputs()).toMatchObject({
        secretNumber: 2,
        secretExpires: "2028-12-02T00:00:00Z",
        rotatesFrom: "2028-09-03",
        previousSecret: { number: 1, expires: "2028-11-22T00:00:00Z" },
      });
      expect(await stack.signIn(first, GRAPH_ROOT)).toHaveProperty("roles");
      expect(await stack.signIn(second, GRAPH_ROOT)).toHaveProperty("roles");
      expect(await stack.up({ asOf: to(stack, 11) })).toEqual({});

      await stack.set("esia:rotateTo", "3");
      const third = await stack.start(["preview"], { ESIA_AS_OF: to(stack, 11) }).ended;
      expect(third.code).not.toBe(0);
      expect(third.text).toContain(
        "run 'pulumi config set esia:retireUpTo 1 --stack test', then 'pulumi up --stack test'.",
      );
      await stack.set("esia:rotateTo", "2");

      await stack.set("esia:retireUpTo", "1");
      expect(await stack.up({ asOf: to(stack, 12) })).toEqual({ delete: 1 });
      expect(workingKeys(stack)).toEqual([2]);
      expect(await stack.signIn(first, GRAPH_ROOT)).toEqual({ error: "AADSTS7000215" });
      expect(await stack.outputs()).not.toHaveProperty("previousSecret");
      expect(await stack.up({ asOf: to(stack, 13) })).toEqual({});
      await stack.succeed("config", "rm", "esia:retireUpTo");
      await stack.succeed("config", "rm", "esia:rotateTo");
      expect(await stack.up({ asOf: to(stack, 14) })).toEqual({});
      expect(await stack.signIn(second, GRAPH_ROOT)).toHaveProperty("roles");
    });
  });

  it("that leaked is replaced and cut off in one run, the new one first; the newest alone is never cut off", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      await stack.set("esia:retireUpTo", "1");
      const refused = await stack.start(["up", "--yes", "--skip-preview"], { ESIA_AS_OF: to(stack, 1) }).ended;
      expect(refused.code).not.toBe(0);
      expect(refused.text).toContain("esia:retireUpTo is 1, but key 1 is the newest, and ESIA needs it.");
      expect(workingKeys(stack)).toEqual([1]);

      await stack.set("esia:rotateTo", "2");
      stack.requests();
      expect(await stack.up({ asOf: to(stack, 1) })).toEqual({ create: 1, delete: 1 });
      const passwords = stack.requests().filter((request) => /Password$/.test(request));
      expect(passwords).toEqual([
        "POST /v1.0/applications/{id}/addPassword",
        "POST /v1.0/applications/{id}/removePassword",
      ]);
      expect(workingKeys(stack)).toEqual([2]);
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toHaveProperty("roles");
    });
  });

  it("that has expired stays until two newer ones exist, and destroy in the middle of an overlap leaves none", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      await stack.up({ asOf: to(stack, 660) });
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect(await stack.up({ asOf: to(stack, 729) })).toEqual({});
      expect(await stack.up({ asOf: to(stack, 730) })).toEqual({});
      expect(workingKeys(stack)).toEqual([2]);
      expect(await stack.outputs()).not.toHaveProperty("previousSecret");
      await stack.set("esia:rotateTo", "3");
      expect(await stack.up({ asOf: to(stack, 740) })).toEqual({ create: 1 });
      expect(await stack.up({ asOf: to(stack, 741) })).toEqual({ delete: 1 });
      const values = await stack.threeValues();
      expect(workingKeys(stack)).toEqual([2, 3]);
      await stack.destroy();
      expect(workingKeys(stack)).toEqual([]);
      expect(await stack.signIn(values, GRAPH_ROOT)).toEqual({ error: "AADSTS700016" });
    });
  });

  it("in use is not taken away by a clock that runs ahead: the run makes the next one beside it", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      const values = await stack.threeValues();
      const ahead = new Date(START + 800 * DAY).toISOString().slice(0, 10);
      expect(await stack.up({ asOf: ahead })).toEqual({ create: 1 });
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect(await stack.signIn(values, GRAPH_ROOT)).toHaveProperty("roles");
      expect(await stack.up({ asOf: to(stack, 1) })).toEqual({});
      expect(await stack.signIn(values, GRAPH_ROOT)).toHaveProperty("roles");
    });
  });

  it("is renewed early in its predecessor's life and renewed again when due, with three that work", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      await stack.set("esia:rotateTo", "2");
      await stack.up({ asOf: to(stack, 10) });
      expect(await stack.up({ asOf: to(stack, 660) })).toEqual({ create: 1 });
      expect(workingKeys(stack)).toEqual([1, 2, 3]);
      const { previousSecret, olderSecrets } = await stack.outputs();
      expect(previousSecret).toMatchObject({ number: 2, expires: "2028-12-02T00:00:00Z" });
      expect(olderSecrets).toMatchObject([{ number: 2 }, { number: 1, expires: "2028-11-22T00:00:00Z" }]);
      expect(await stack.up({ asOf: to(stack, 691) })).toEqual({});
      expect(await stack.up({ asOf: to(stack, 731) })).toEqual({ delete: 1 });
      expect(workingKeys(stack)).toEqual([2, 3]);
    });
  });

  it("is made by a run that is due and handed over, whatever was set or happened to the tenant", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      await stack.set("esia:owners[0]", "00000000-aaaa-4000-8000-000000000001");
      await stack.set("esia:displayName", "another name");
      await stack.set("esia:omit[0]", "User.Read.All");
      const graph = stack.tenant.directory.servicePrincipals.find(
        ({ graph: sp }) => sp.displayName === "Microsoft Graph",
      );
      if (!graph) throw new Error("no Graph");
      graph.graph.appRoles = graph.graph.appRoles.filter(({ value }) => value !== "Agreement.Read.All");
      expect(await stack.up({ asOf: to(stack, 660) })).toEqual({ create: 1 });
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect(await stack.outputs()).toMatchObject({ secretNumber: 2, previousSecret: { number: 1 } });
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toHaveProperty("roles");
      const later = await stack.start(["up", "--yes", "--skip-preview"], { ESIA_AS_OF: to(stack, 691) }).ended;
      expect(later.code).not.toBe(0);
      expect(later.text).toContain("does not offer the application role Agreement.Read.All");
      expect(later.text).toContain("Key 2 works for");
    });
  });
});

describe("when somebody deleted a key by hand", () => {
  /** An overlap of keys 1 and 2, then the key of that number is deleted in the portal. */
  async function overlapWithout(stack: TestStack, number: number): Promise<string> {
    await stack.up({ asOf: to(stack, 0) });
    const asOf = to(stack, 660);
    await stack.up({ asOf });
    const application = stack.tenant.directory.applications.find(({ graph }) => graph.displayName === "esia")?.graph;
    if (!application) throw new Error("not made");
    application.passwordCredentials = application.passwordCredentials.filter(
      ({ displayName }) => !displayName?.startsWith(`ESIA key ${number},`),
    );
    return asOf;
  }

  it("the previous one is not made again after a refresh", async () => {
    await withStack(async (stack) => {
      const asOf = await overlapWithout(stack, 1);
      expect(await stack.up({ asOf })).toEqual({});
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(await stack.up({ asOf })).toEqual({});
      expect(workingKeys(stack)).toEqual([2]);
    });
  });

  it("the current one is made anew after a refresh, and the previous one works on", async () => {
    await withStack(async (stack) => {
      const asOf = await overlapWithout(stack, 2);
      expect(await stack.up({ asOf })).toEqual({});
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(await stack.up({ asOf })).toEqual({ create: 1 });
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toHaveProperty("roles");
    });
  });

  it("one that rotateTo asked for is made anew though the setting was removed since", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      await stack.set("esia:rotateTo", "2");
      await stack.up({ asOf: to(stack, 10) });
      await stack.succeed("config", "rm", "esia:rotateTo");
      const application = stack.tenant.directory.applications.find(({ graph }) => graph.displayName === "esia")?.graph;
      if (!application) throw new Error("not made");
      application.passwordCredentials = application.passwordCredentials.filter(
        ({ displayName }) => !displayName?.startsWith("ESIA key 2,"),
      );
      await stack.succeed("refresh", "--yes", "--skip-preview");
      const { code, text } = await stack.start(["up", "--yes", "--skip-preview"], { ESIA_AS_OF: to(stack, 20) }).ended;
      expect(code, text).toBe(0);
      expect(text).toContain(
        "Key 2, which an earlier run made, is gone from Entra. This run makes key 2: type it into ESIA now.",
      );
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect((await stack.outputs())["secretNumber"]).toBe(2);
    });
  });

  it.each([1, 2])("'up --refresh' makes number %i anew, with the end it had", async (number) => {
    await withStack(async (stack) => {
      const asOf = await overlapWithout(stack, number);
      expect(await stack.up({ asOf, args: ["--refresh"] })).toMatchObject({ create: 1 });
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect(await stack.up({ asOf })).toEqual({});
      expect((await stack.outputs())["secretNumber"]).toBe(2);
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toHaveProperty("roles");
    });
  });
});

describe("in the middle of an overlap", () => {
  it("'up --target' of one resource costs no key", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      const asOf = to(stack, 660);
      const target = "urn:pulumi:test::esia::azuread:index/application:Application::application";
      await stack.set("esia:notes", "changed");
      expect(await stack.up({ asOf, args: ["--target", target] })).toEqual({ update: 1 });
      expect(workingKeys(stack)).toEqual([1]);
      expect(await stack.up({ asOf })).toEqual({ create: 1 });
      await stack.set("esia:notes", "changed again");
      expect(await stack.up({ asOf, args: ["--target", target] })).toEqual({ update: 1 });
      expect(workingKeys(stack)).toEqual([1, 2]);
      expect(await stack.up({ asOf })).toEqual({});
    });
  });

  it("a state that moves to another backend keeps both keys, under a new name of the stack, too", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      const asOf = to(stack, 660);
      await stack.up({ asOf });
      const values = await stack.threeValues();
      await stack.succeed("stack", "export", "--file", "moved.json");
      stack.env["PULUMI_BACKEND_URL"] = `${stack.env["PULUMI_BACKEND_URL"]}-of-the-other`;
      mkdirSync(join(stack.folder, "state-of-the-other"));
      await stack.succeed("stack", "init", "test");
      await stack.succeed("stack", "import", "--file", "moved.json");
      await stack.succeed("stack", "rename", "customer-7");
      expect(await stack.up({ asOf })).toEqual({});
      expect(await stack.threeValues()).toEqual(values);
      expect(workingKeys(stack)).toEqual([1, 2]);
    });
  });

  it("a state imported under another stack's name is refused before it costs the keys in use", async () => {
    await withStack(async (stack) => {
      await stack.up({ asOf: to(stack, 0) });
      await stack.succeed("stack", "export", "--file", "moved.json");
      await stack.succeed("stack", "init", "other");
      await stack.succeed("stack", "import", "--force", "--file", "moved.json");
      await stack.set("esia:displayName", "other");
      const { code, text } = await stack.start(["up", "--yes", "--skip-preview"], { ESIA_AS_OF: to(stack, 1) }).ended;
      expect(code).not.toBe(0);
      expect(text).toContain("The state of stack other was imported from stack test");
      expect(workingKeys(stack)).toEqual([1]);
    });
  });
});
