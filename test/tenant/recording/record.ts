/** What a real client asks of the embedded tenant, step by step, into a file of test/recorded. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../../dev/tenant/server.ts";

/** One command of the client, with what a person does meanwhile. */
export interface Step {
  name: string;
  run(tenant: Tenant, folder: string): Promise<unknown>;
}

/**
 * Takes the steps against a new tenant and writes down every request with its answer: without secrets, which the tenant's
 * journal hides, and without the port.
 * @param file the name of the recording
 * @param client which client asks, with its version
 * @param port of the tenant, where the client takes no other than its own
 * @throws Error when the tenant did not understand a request: such a recording proves nothing
 */
export async function record(file: string, client: string, steps: readonly Step[], port = 0): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "esia-recording-"));
  const tenant = await startTenant({ folder: join(folder, "tenant"), port });
  const recordedAt = new Date().toISOString();
  const taken: { name: string; requests: unknown[] }[] = [];
  try {
    for (const { name, run } of steps) {
      tenant.requests.length = 0;
      await run(tenant, folder);
      taken.push({ name, requests: [...tenant.requests] });
      console.error(`${name}: ${tenant.requests.length} requests`);
    }
    if (tenant.strictRefusals.length > 0) throw new Error(JSON.stringify(tenant.strictRefusals, null, 2));
  } finally {
    await tenant.close();
    rmSync(folder, { recursive: true });
  }
  const line = (request: unknown) => `      ${JSON.stringify(request)}`;
  const step = (one: (typeof taken)[number]) =>
    `    {\n      "name": ${JSON.stringify(one.name)},\n      "requests": [\n${one.requests.map(line).join(",\n")}\n      ]\n    }`;
  const text = `{
  "provider": ${JSON.stringify(client)},
  "recordedAt": ${JSON.stringify(recordedAt)},
  "managementApi": true,
  "steps": [\n${taken.map(step).join(",\n")}\n  ]\n}\n`;
  // In a query the colon is encoded.
  const portless = text.replaceAll(/localhost(:|%3A)\d+/gi, "localhost");
  writeFileSync(new URL(`../../recorded/${file}`, import.meta.url), portless);
}
