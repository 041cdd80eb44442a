import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { startTenant } from "../../dev/tenant/server.ts";
import { removeManagementApi } from "../../dev/tenant/service-principals.ts";
import { type OidcIssuer, oidcIssuer } from "../support/oidc-issuer.ts";
import { isFederated, type Recording, readRecording, recordings, replay, routesUsed } from "./replay.ts";

const FILES = [
  ["azure-cli-2.91.0.json", "azure-cli 2.91.0"],
  ["azuread-6.9.1-management-absent.json", "pulumi-azuread 6.9.1"],
  ["azuread-6.9.1-pipeline.json", "pulumi-azuread 6.9.1"],
  ["azuread-6.9.1.json", "pulumi-azuread 6.9.1"],
  ["terraform-azuread-3.9.0.json", "terraform-provider-azuread 3.9.0"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "tenant-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What of the recording the tenant answers otherwise, each time from its beginning. */
async function replayed(recording: Recording, without?: string) {
  rmSync(join(folder, "state.json"), { force: true });
  const now = () => new Date(recording.recordedAt);
  const tenant = await startTenant({ folder, now, ...(without !== undefined && { without }) });
  const federated = recording.steps.some(({ requests }) => requests.some(isFederated));
  let issuer: OidcIssuer | undefined;
  try {
    const { directory } = tenant;
    if (!recording.managementApi) removeManagementApi(directory);
    for (const role of recording.operatorHolds ?? []) {
      grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role, now());
    }
    if (federated) issuer = await oidcIssuer(tenant, "repo:contoso/esia:environment:production");
    const difference = await replay(tenant, recording, async () => (await issuer?.token()) ?? "");
    return { difference, routes: tenant.routes, refused: tenant.strictRefusals };
  } finally {
    await issuer?.close();
    await tenant.close();
  }
}

test("every recording is replayed here", () => {
  expect(recordings().sort()).toEqual(FILES.map(([file]) => file));
});

describe.each(FILES)("%s", (file, client) => {
  const recording = readRecording(file);

  test("each recorded request still gets the same status and the same shape of answer", async () => {
    const { difference, refused } = await replayed(recording);
    expect(difference).toBeUndefined();
    expect(refused).toEqual([]);
  });

  test("no route that it uses can be taken away", async () => {
    const used = routesUsed((await replayed(recording)).routes, recording);
    const needless: string[] = [];
    for (const route of used) {
      const { difference } = await replayed(recording, route);
      if (difference === undefined) needless.push(route);
    }
    expect(used.length).toBeGreaterThan(5);
    expect(needless).toEqual([]);
  });

  test("it is of the client it says, and holds no secret", () => {
    expect(recording.provider).toBe(client);
    const text = JSON.stringify(recording);
    const secret =
      /"(secretText|client_secret|client_assertion|access_token|refresh_token|id_token|device_code|password|code_verifier)":"(?!\[secret\]")[^"]*"/g;
    expect(text.match(secret)).toBeNull();
    // The form of Entra's secrets, of a JWT and of a refresh token, whatever the property they are in.
    expect(text).not.toMatch(/8Q~|eyJ[\w-]{10}\.|"1\.[\w-]{40}/);
  });
});

test.each(FILES.filter(([file]) => file.startsWith("azuread")))("%s is a whole life", (file) => {
  const names = readRecording(file).steps.map(({ name }) => name);
  expect(names.slice(0, 3)).toEqual(["create", "re-run", "refresh"]);
  expect(names.at(-1)).toBe("destroy");
});
