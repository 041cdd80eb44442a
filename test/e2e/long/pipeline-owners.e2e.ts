/** How the pipeline comes to own an application that is there already, and how that ends. */
import { describe, expect, it } from "vitest";
import { MICROSOFT_GRAPH_APP_ID } from "../../../dev/tenant/microsoft-apis.ts";
import { ADMINISTRATOR_ID, grantRole, OPERATOR_CLIENT_ID } from "../../../dev/tenant/seed.ts";
import { withStack } from "../../support/days.ts";
import { askForPipeline, inTenant } from "../../support/pipeline.ts";

describe("a pipeline of an application that is there already", () => {
  it("becomes an owner beside those that an application has, is one by name where owners are declared, and leaves them", async () => {
    await withStack(async (stack) => {
      const { directory, clock } = stack.tenant;
      grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Directory.Read.All", clock.now());
      await stack.up();
      const owners = () => inTenant(stack, "esia").application?.owners;
      owners()?.push(ADMINISTRATOR_ID);
      await askForPipeline(stack);
      expect(await stack.up()).toEqual({ create: 5 });
      const { principal } = inTenant(stack, "esia pipeline");
      const both = [ADMINISTRATOR_ID, principal?.graph.id];
      expect(owners()).toEqual(both);
      expect(await stack.up({ args: ["--refresh"] })).toEqual({});
      expect(owners()).toEqual(both);

      await stack.set("esia:owners[0]", ADMINISTRATOR_ID);
      await stack.up();
      expect(await stack.up({ args: ["--refresh"] })).toEqual({});
      expect(owners()).toEqual(both);
      await stack.succeed("config", "rm", "--path", "esia:owners");
      await stack.up();
      expect(owners()).toEqual([principal?.graph.id]);

      await stack.succeed("config", "rm", "esia:pipeline");
      await stack.up();
      expect(owners()).toEqual([]);
      expect(inTenant(stack, "esia pipeline")).toEqual({ application: undefined, principal: undefined, roles: [] });
      expect(await stack.up({ args: ["--refresh"] })).toEqual({});
    });
  });
});
