import { describe, expect, test } from "vitest";
import { exitCode } from "../../commands/rows/report.ts";
import type { Target } from "../../commands/verify/target.ts";
import type { Circumstances } from "../../commands/verify/verify.ts";
import { throttled } from "../../dev/tenant/faults.ts";
import { START, useTenant } from "../tenant/client.ts";
import { provision, sharedClock, verifyIn } from "./esia-app.ts";

const used = useTenant();
const HELD = { number: 1, keyId: "id", end: new Date("2028-01-01T00:00:00Z") };

/** Verifies, and tells how many seconds were slept and what was said meanwhile. */
async function waited(target: Target, circumstances: Circumstances = {}) {
  const clock = sharedClock(used.tenant);
  const said: string[] = [];
  const rows = await verifyIn(used.tenant, target, { clock, say: (line) => said.push(line), ...circumstances });
  return { code: exitCode(rows), rows, said, seconds: clock.slept.map((milliseconds) => milliseconds / 1000) };
}

describe("grants that replicate", () => {
  test("are waited for: three minutes on the tenant's clock end in success", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.grantDelaySeconds = 180;
    const { code, said, seconds } = await waited(target);
    expect(code).toBe(0);
    expect(seconds).toEqual([2, 4, 8, 15, 30, 30, 30, 30, 30, 30]);
    expect(said.slice(1, 3)).toEqual([
      "Waiting for ActivityFeed.Read, ActivityFeed.ReadDlp, ServiceHealth.Read, Agreement.Read.All, APIConnectors.Read.All, " +
        "Application.Read.All, Directory.Read.All, Organization.Read.All, Reports.Read.All, ServiceHealth.Read.All, " +
        "User.Read.All: a new grant takes minutes to reach the tokens. Again in 2 s, for 5 min 0 s at most.",
      "Again in 4 s, for 4 min 58 s at most.",
    ]);
  });

  test("are given up after the limit, and no later", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.grantDelaySeconds = 180;
    const { code, seconds } = await waited(target, { timeout: 20_000 });
    expect(code).toBe(1);
    expect(seconds).toEqual([2, 4, 8, 6]);
  });

  test("are not waited for with a limit of nothing", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.grantDelaySeconds = 180;
    expect(await waited(target, { timeout: 0 })).toMatchObject({ code: 1, seconds: [] });
  });

  test("are not waited for where somebody else has to consent", async () => {
    const { target, revoke } = provision(used.tenant);
    revoke("graph", "User.Read.All");
    const { code, rows, seconds } = await waited({ ...target, consent: "administrator" });
    expect({ code, seconds }).toEqual({ code: 1, seconds: [] });
    expect(rows.find(({ check }) => check === "Admin consent")?.next).toBe(
      "Let a Privileged Role Administrator open the output consentUrl and accept, then verify again.",
    );
  });
});

describe("a new application", () => {
  test("is waited for where Entra does not know it yet", async () => {
    const { target } = provision(used.tenant);
    const body = { error: "unauthorized_client", error_description: "AADSTS700016: Application was not found." };
    used.tenant.faults.add({ method: "POST", path: /token/, times: 2, action: { answer: { status: 400, body } } });
    const { code, said, seconds } = await waited(target);
    expect({ code, seconds }).toEqual({ code: 0, seconds: [2, 4] });
    expect(said[1]).toBe(
      "Entra refuses the sign-in (AADSTS700016), as it does for some moments after something was made. " +
        "Again in 2 s, for 1 min 0 s at most.",
    );
  });

  test.each([
    ["a key", "invalid_client", "AADSTS7000215: Invalid client secret provided."],
    ["an application", "unauthorized_client", "AADSTS700016: Application was not found."],
  ])(
    "and its key are known to be gone after an hour: %s that Entra does not know is not waited for",
    async (_, error, text) => {
      const { target } = provision(used.tenant);
      const answer = { status: 401, body: { error, error_description: text } };
      const seconds = async (made: Date | undefined) => {
        used.tenant.faults.clear();
        used.tenant.faults.add({ method: "POST", path: /token/, times: 99, action: { answer } });
        const { code, seconds: each } = await waited({ ...target, held: made && { ...HELD, made } });
        expect(code).toBe(1);
        return each.reduce((sum, one) => sum + one, 0);
      };
      const now = START.getTime();
      expect(await seconds(new Date(now - 59 * 60_000))).toBe(60);
      expect(await seconds(new Date(now - 60 * 60_000))).toBe(0);
      // A key that somebody typed may be new.
      expect(await seconds(undefined)).toBe(60);
    },
  );

  test("that is known is waited for where its service principal is not known yet, however old the key", async () => {
    const { target } = provision(used.tenant);
    const body = { error: "invalid_client", error_description: "AADSTS7000229: missing service principal." };
    used.tenant.faults.add({ method: "POST", path: /token/, action: { answer: { status: 401, body } } });
    expect(await waited({ ...target, held: { ...HELD, made: new Date(0) } })).toMatchObject({ code: 0, seconds: [2] });
  });

  test.each([
    ["Graph", /^\/v1\.0\/users/],
    ["the Management API", /^\/api\/v1\.0/],
  ])("is waited for where %s does not take its token yet", async (_, path) => {
    const { target } = provision(used.tenant);
    used.tenant.faults.add({ method: "GET", path, times: 3, action: { answer: { status: 401, body: {} } } });
    expect(await waited(target)).toMatchObject({ code: 0, seconds: [2, 4, 8] });
  });
});

describe("a server that asks for a pause", () => {
  test("gets it", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.add({ method: "GET", path: /^\/v1\.0\/users/, action: throttled(17) });
    expect(await waited(target)).toMatchObject({ code: 0, seconds: [17] });
  });

  test("gets it at the sign-in, too", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.add({ method: "POST", path: /token/, action: throttled(17) });
    expect(await waited(target)).toMatchObject({ code: 0, seconds: [17] });
  });

  test("longer than the limit is not waited for: the row fails", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.add({ method: "GET", path: /^\/v1\.0\/users/, action: throttled(301) });
    const { code, rows, seconds } = await waited(target);
    expect({ code, seconds }).toEqual({ code: 1, seconds: [] });
    expect(rows.find(({ check }) => check === "User.Read.All")).toEqual({
      check: "User.Read.All",
      result: "fail",
      detail: "Microsoft throttles (429, TooManyRequests: Too many requests).",
      next: "Run verify again in some minutes.",
    });
  });
});
