import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR_OBJECT_ID } from "../../dev/tenant/seed.ts";
import { startTenant, type Tenant } from "../../dev/tenant/server.ts";
import { operator } from "../../operator/operator.ts";

const folder = mkdtempSync(join(tmpdir(), "esia-operator-"));
let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant({ folder });
});
afterAll(async () => {
  await tenant.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Node reads NODE_EXTRA_CA_CERTS at its start alone, so that the sign-in needs a process of its own. */
function signIn(env: Record<string, string>): Promise<string> {
  const program = `
    const { operator } = await import(${JSON.stringify(new URL("../../operator/operator.ts", import.meta.url).href)});
    try {
      const { credential, graphRoot, loginRoot, how } = operator({ env: process.env, config: {} });
      const { token } = await credential.getToken(graphRoot + "/.default");
      const { oid } = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
      console.log(JSON.stringify({ graphRoot, loginRoot, how, oid }));
    } catch (error) { console.log(error.message); }`;
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    child.on("error", fail);
    child.on("close", () => done(text.trim()));
  });
}

describe("the embedded tenant", () => {
  it("lets its operator in, at the addresses that its metadata names", async () => {
    tenant.requests.length = 0;
    expect(JSON.parse(await signIn(tenant.environment))).toEqual({
      how: "client secret (ARM_CLIENT_ID, ARM_CLIENT_SECRET)",
      graphRoot: `https://localhost:${tenant.port}`,
      loginRoot: `https://localhost:${tenant.port}`,
      oid: OPERATOR_OBJECT_ID,
    });
    expect(tenant.requests.map(({ path }) => path.replace(/\?.*/, ""))).toEqual([
      `/${tenant.tenantId}/v2.0/.well-known/openid-configuration`,
      `/${tenant.tenantId}/oauth2/v2.0/token`,
    ]);
    expect(tenant.strictRefusals).toEqual([]);
  });

  it("is reached past any proxy", async () => {
    const proxies = { HTTPS_PROXY: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1" };
    expect(JSON.parse(await signIn({ ...tenant.environment, ...proxies }))).toMatchObject({ oid: OPERATOR_OBJECT_ID });
  });

  it("is trusted by the certificate that is handed over, too", async () => {
    const env = { ...tenant.environment, NODE_EXTRA_CA_CERTS: "" };
    const ca = readFileSync(tenant.environment["NODE_EXTRA_CA_CERTS"] as string, "utf8");
    const { credential, graphRoot } = operator({ env, config: {}, ca });
    expect((await credential.getToken(`${graphRoot}/.default`))?.token).toMatch(/^ey/);
  });

  it("is not trusted without its certificate: TLS is never switched off", async () => {
    tenant.requests.length = 0;
    expect(await signIn({ ...tenant.environment, NODE_EXTRA_CA_CERTS: "" })).toMatch(/^endpoints_resolution_error/);
    expect(tenant.requests).toEqual([]);
  });
});
