import { describe, expect, it } from "vitest";
import { FOUND_LOADER, LOADER } from "../../reports/loader.ts";
import { TENANT_ID } from "../support/mock-tenant.ts";
import { type Circumstances, runProgram } from "../support/run-program.ts";

const config = { "esia:showNamesInReports": "true" };
const SHOWN =
  "ESIA shows names instead of hashes from its next test on (about 30 minutes), or once 'rm /tmp/o365/*' was run on its host.";

async function declared(circumstances: Circumstances) {
  const { resources, ...run } = await runProgram(circumstances);
  return { ...run, named: (name: string) => resources.find((resource) => resource.name === name) };
}

describe("the program", () => {
  it("has nothing to do with names in reports unless it is told to", async () => {
    const { named, log, outputs } = await declared({});
    const names = ["names-found", "names-in-reports", "reports"];
    expect(names.map(named)).toEqual([undefined, undefined, undefined]);
    expect(log.filter((line) => line.includes("Names"))).toEqual([]);
    expect(outputs["nextSteps"]).not.toContain(SHOWN);
  });

  it("declares what was found, and fed with it names in reports, with what tells tenant and stack, and how to sign in", async () => {
    const { named, outputs } = await declared({
      config: { ...config, "azuread:clientId": "operator", "azuread:useCli": "false", "esia:notes": "n" },
    });
    const inputs = {
      tenantId: "a0000000-0000-4000-8000-000000000001",
      mark: "c0000000-0000-4000-8000-000000000001",
      operator: { "azuread:clientId": "operator", "azuread:tenantId": TENANT_ID, "azuread:useCli": "false" },
    };
    expect(named("names-found")).toEqual({
      type: "pulumi-nodejs:dynamic/esia:NamesFound",
      name: "names-found",
      inputs: { ...inputs, last: "unfinished", __provider: FOUND_LOADER },
    });
    expect(named("names-in-reports")).toEqual({
      type: "pulumi-nodejs:dynamic/esia:NamesInReports",
      name: "names-in-reports",
      inputs: { ...inputs, found: "hidden", problem: "", look: 1, names: "shown", __provider: LOADER },
    });
    expect(outputs["nextSteps"]).toContain(SHOWN);
  });

  it("gives the provider process no configuration, which would enter the state", async () => {
    const { named } = await declared({ config: { ...config, "other:password": "s3cret" } });
    expect(named("reports")).toEqual({ type: "pulumi:providers:pulumi-nodejs", name: "reports", inputs: {} });
  });

  it("takes what 1.0.0 found from its state, unless it was found in another tenant", async () => {
    const handedOver = async (tenantId: string) => {
      const held = { "names-in-reports": { tenantId, names: "shown", found: "hidden", problem: "" } };
      const { last, ...given } = (await declared({ config, held })).named("names-found")?.inputs ?? {};
      return [last, given["handedOver"], given["tenantId"]];
    };
    const own = "a0000000-0000-4000-8000-000000000001";
    expect(await handedOver(own)).toEqual(["shown", "hidden", own]);
    expect(await handedOver("A0000000-0000-4000-8000-000000000001")).toEqual(["shown", "hidden", own]);
    expect(await handedOver("00000000-1111-2222-3333-444444444444")).toEqual(["shown", undefined, own]);
  });

  it("tells other stacks by the application's tags", async () => {
    const { named } = await declared({ config });
    expect(named("application")?.inputs["tags"]).toEqual([
      "HideApp",
      "esia-stack:c0000000-0000-4000-8000-000000000001",
      "esia-shows-names",
      "esia-names-were:hidden",
    ]);
  });

  it.each([true, false])("says one line about the decision (preview: %s)", async (preview) => {
    const { log } = await declared({ config, preview });
    expect(log.filter((line) => line.includes("ames in usage reports"))).toEqual([
      "warning: Names in usage reports: this run shows them, of users, groups and sites, in everybody's reports of this tenant. " +
        "They are personal data: consult your data protection officer first.",
    ]);
  });

  it.each([
    [{ "azuread:environment": "usgovernment" }, "esia:showNamesInReports works in Microsoft's global cloud only"],
    [{ "azuread:clientSecret": "s3cret" }, "set ARM_CLIENT_SECRET in the environment"],
    [{ "esia:showNamesInReports": "false" }, 'esia:showNamesInReports must be true or not set; it is "false".'],
    [{ "esia:showNamesInReports": "yes" }, 'esia:showNamesInReports must be true or not set; it is "yes".'],
  ])("refuses to start with %j", async (wrong, sentence) => {
    await expect(runProgram({ config: { ...config, ...wrong } })).rejects.toThrow(sentence);
  });

  it("asks for no right to write report settings on ESIA's behalf", async () => {
    expect(await requested(config)).toEqual(await requested({}));
  });
});

async function requested(set: Record<string, string>) {
  return (await declared({ config: set })).named("application")?.inputs["requiredResourceAccesses"];
}
