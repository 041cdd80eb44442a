/** Three tenants in one backend, end to end: what is told of all of them at once. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { VerifyReport } from "../../commands/fleet/proved.ts";
import type { StatusReport } from "../../commands/fleet/status-table.ts";
import { revokeRole } from "../../dev/tenant/seed.ts";
import { APIS } from "../../permissions.ts";
import { shapesFound } from "../support/clear-text.ts";
import { fleet, withFleet } from "../support/fleet.ts";

it("one table, one verify and one matrix for three tenants, whatever is wrong with one of them", async () => {
  await withFleet(["contoso", "fabrikam", "globex"], async (stacks) => {
    const [contoso, fabrikam, globex] = stacks as [(typeof stacks)[0], (typeof stacks)[0], (typeof stacks)[0]];
    await fabrikam.set("esia:secretMonths", "1");
    await Promise.all([contoso.up(), fabrikam.up()]);
    const values = await Promise.all([contoso.threeValues(), fabrikam.threeValues()]);

    // Fabrikam's key of a month has just over 30 days at the most, or just under. Globex had no run yet.
    const withoutPassphrase = { ...contoso.env };
    delete contoso.env["PULUMI_CONFIG_PASSPHRASE"];
    const table = await fleet(stacks, "status");
    expect(table.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(table.text).toMatch(/\nglobex +warning +- +- +\S+ +- +-\n/);
    const json: StatusReport = JSON.parse((await fleet(stacks, "status", "--json")).stdout);
    const told = Object.fromEntries(json.stacks.map((one) => [one.stack, one]));
    expect(told["contoso"]).toMatchObject({
      result: "pass",
      tenantId: contoso.tenant.tenantId,
      clientId: values[0]?.clientId,
      key: { number: 1 },
      lastRun: new Date().toISOString().slice(0, 10),
      due: false,
    });
    expect(told["contoso"]?.key?.days).toBeGreaterThan(700);
    expect(told["fabrikam"]?.key?.days).toBeLessThan(31);
    const refused = await fleet(stacks, "verify", "--only", "contoso");
    expect(refused.code).toBe(1);
    expect(refused.text).toContain("contoso: FAILS. Not verified: The stack's secrets are encrypted with a");
    Object.assign(contoso.env, withoutPassphrase);

    // A role is taken away in one tenant: that one fails, the others are told of all the same.
    revokeRole(contoso.tenant.directory, values[0]?.clientId ?? "", APIS.graph.appId, "User.Read.All");
    for (const { tenant } of stacks) tenant.requests.splice(0);
    const proved = await fleet(stacks, "verify", "--timeout", "0s");
    expect(proved.code, proved.text).toBe(1);
    expect(proved.stdout).toMatch(/(^|\n)contoso: FAILS\. Key 1 works for \d+ more days/);
    expect(proved.stdout).toContain("User.Read.All: ");
    expect(proved.stdout).toMatch(/(^|\n)fabrikam: \S+ Key 1 works for \d+ more days/);
    expect(proved.stdout).toMatch(/(^|\n)globex: warning\. Not connected: its state holds no application\./);
    const written = stacks
      .flatMap(({ tenant }) => tenant.requests)
      .filter(({ method, path }) => method !== "GET" && !/\/oauth2\/v2\.0\/token(\?|$)/.test(path));
    expect(written).toEqual([]);
    const report: VerifyReport = JSON.parse(
      (await fleet(stacks, "verify", "--only", "contoso", "--json", "--timeout", "0s")).stdout,
    );
    expect(report.stacks[0]?.rows.find(({ id }) => id === "role-User.Read.All")?.result).toBe("fail");

    // On the day on which fabrikam's key is due a pipeline gets that stack alone; one that cannot be read comes along.
    const matrix = async (...args: string[]) => JSON.parse((await fleet(stacks, "matrix", ...args)).stdout);
    expect(await matrix()).toEqual({ stack: ["contoso", "fabrikam"] });
    const inThreeWeeks = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);
    contoso.env["ESIA_AS_OF"] = inThreeWeeks;
    expect(await matrix("--due")).toEqual({ stack: ["fabrikam"] });
    delete contoso.env["ESIA_AS_OF"];
    const file = fileURLToPath(`${contoso.env["PULUMI_BACKEND_URL"]}/.pulumi/stacks/esia/contoso.json`);
    writeFileSync(file, '{"version":3,"checkpoint":');
    const broken = await fleet(stacks, "status");
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/\ncontoso +FAILS +- +- /);
    expect(broken.stdout).toMatch(/\nfabrikam +\S+ +1 /);

    for (const { key } of values) {
      for (const { printed } of stacks) expect(shapesFound(key, printed)).toEqual([]);
    }
    expect(globex.tenant.requests).toEqual([]);
  });
});
