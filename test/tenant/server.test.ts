import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../dev/tenant/server.ts";
import { send } from "./client.ts";

let folder: string;
const started: Tenant[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenant-"));
});
afterEach(async () => {
  for (const tenant of started.splice(0)) await tenant.close();
  rmSync(folder, { recursive: true });
});

async function start(port = 0): Promise<Tenant> {
  const tenant = await startTenant({ folder, port });
  started.push(tenant);
  return tenant;
}

const file = (name: string) => readFileSync(join(folder, name), "utf8");

describe("a started tenant", () => {
  test("tells a provider all it needs, and keeps it from signing in any other way", async () => {
    const tenant = await start();
    expect(tenant.environment).toEqual({
      ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
      ARM_TENANT_ID: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
      ARM_CLIENT_ID: "d1b87f7f-49cc-4865-a156-9b2e6bd82e7f",
      ARM_CLIENT_SECRET: expect.stringMatching(/^.{40}$/),
      ARM_ENVIRONMENT: "public",
      ARM_USE_CLI: "false",
      ARM_USE_MSI: "false",
      ARM_USE_OIDC: "false",
      ARM_USE_AKS_WORKLOAD_IDENTITY: "false",
      ARM_CLIENT_ID_FILE_PATH: "",
      ARM_CLIENT_SECRET_FILE_PATH: "",
      ARM_CLIENT_CERTIFICATE: "",
      ARM_CLIENT_CERTIFICATE_PATH: "",
      ARM_CLIENT_CERTIFICATE_PASSWORD: "",
      ARM_OIDC_TOKEN: "",
      ARM_OIDC_TOKEN_FILE_PATH: "",
      SSL_CERT_FILE: join(folder, "certificate.pem"),
      NODE_EXTRA_CA_CERTS: join(folder, "certificate.pem"),
    });
  });

  test("is trusted by Node through NODE_EXTRA_CA_CERTS, by name and by address", async () => {
    const tenant = await start();
    const script = `for (const host of ["localhost", "127.0.0.1"]) {
      const answer = await fetch(\`https://\${host}:${tenant.port}/metadata/endpoints?api-version=2022-09-01\`);
      console.log((await answer.json()).name);
    }`;
    const { NODE_EXTRA_CA_CERTS } = tenant.environment;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS };
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { env });
    expect(stdout).toBe("EmbeddedTenant\nEmbeddedTenant\n");
  });

  test("listens on the loopback interface alone", async () => {
    const tenant = await start();
    const addresses = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && !address.internal && address.family === "IPv4");
    for (const address of addresses) {
      const refused = await new Promise((done) => {
        const socket = connect(tenant.port, address?.address);
        socket.on("connect", () => done(false));
        socket.on("error", () => done(true));
      });
      expect(refused, address?.address).toBe(true);
    }
  });

  test("refuses a port that is taken", async () => {
    const { port } = await start();
    await expect(startTenant({ folder, port })).rejects.toThrow("EADDRINUSE");
  });

  test("drops open connections when it closes", async () => {
    const tenant = await start();
    const socket = connect(tenant.port, "127.0.0.1");
    await new Promise((done) => socket.on("connect", done));
    const dropped = new Promise((done) => socket.on("close", done));
    socket.on("error", () => undefined);
    await tenant.close();
    await dropped;
  });
});

describe("a tenant's folder", () => {
  test("brings its directory, certificate and operator's secret to the next start, the secret for its owner alone", async () => {
    const first = await start();
    first.directory.organization.displayName = "Edited by a test";
    const certificate = file("certificate.pem");
    const firstSecret = first.environment["ARM_CLIENT_SECRET"] ?? "";
    await first.close();
    const second = await start();
    expect(second.directory).toEqual({
      ...first.directory,
      applications: [expect.objectContaining({ owners: [] })],
    });
    expect(file("certificate.pem")).toBe(certificate);
    // Another terminal that knows it works on.
    expect(second.environment["ARM_CLIENT_SECRET"]).toBe(firstSecret);
    expect(statSync(join(folder, "operator-secret")).mode & 0o077).toBe(0);
    const form = {
      grant_type: "client_credentials",
      client_id: first.environment["ARM_CLIENT_ID"] ?? "",
      client_secret: firstSecret,
      scope: "https://graph.microsoft.com/.default",
    };
    const answer = await send(second, "POST", `/${second.tenantId}/oauth2/v2.0/token`, { form });
    expect(answer.status).toBe(200);
    for (const name of ["state.json", "certificate.pem", "certificate.key"]) {
      expect(file(name)).not.toContain(firstSecret);
    }
  });

  test("without the operator's secret gets a new one in place of the old, which then opens nothing", async () => {
    const first = await start();
    const client_secret = first.environment["ARM_CLIENT_SECRET"] ?? "";
    await first.close();
    rmSync(join(folder, "operator-secret"));
    const second = await start();
    expect(second.environment["ARM_CLIENT_SECRET"]).not.toBe(client_secret);
    const form = {
      grant_type: "client_credentials",
      client_id: first.environment["ARM_CLIENT_ID"] ?? "",
      client_secret,
      scope: "https://graph.microsoft.com/.default",
    };
    const answer = await send(second, "POST", `/${second.tenantId}/oauth2/v2.0/token`, { form });
    expect(answer).toMatchObject({ status: 401, body: { error_codes: [7000215] } });
  });

  test.skipIf(process.platform === "win32")("keeps the certificate's key for its owner alone", async () => {
    await start();
    expect(statSync(join(folder, "certificate.key")).mode & 0o777).toBe(0o600);
  });

  test("gets a new certificate in the last month of the old one", async () => {
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    const old = await generate([{ name: "commonName", value: "old" }], { keyType: "ec", notAfterDate: days(29) });
    writeFileSync(join(folder, "certificate.pem"), old.cert);
    writeFileSync(join(folder, "certificate.key"), old.private);
    await start();
    expect(file("certificate.pem")).not.toBe(old.cert);
  });

  test("with another tenant's state, or none that can be read, is refused with what to do", async () => {
    writeFileSync(join(folder, "state.json"), '{"version":1,"tenantId":"11111111-2222-3333-4444-555555555555"}');
    await expect(startTenant({ folder })).rejects.toThrow(
      "is not a state of this embedded tenant. Delete it for a new tenant.",
    );
    writeFileSync(join(folder, "state.json"), "{");
    await expect(startTenant({ folder })).rejects.toThrow("cannot be read as the embedded tenant's state.");
  });
});
