/** The plugin as a monitoring host has it: its two files in an empty folder, with nothing else in reach. */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { BUNDLE, buildPlugin, WRAPPER } from "../../commands/plugin/build.ts";
import { updateApplication } from "../../dev/tenant/applications.ts";
import { publishedApplications } from "../../dev/tenant/microsoft-apis.ts";
import { APIS, type ApiKey, PERMISSIONS } from "../../permissions.ts";
import { START, type useTenant } from "../tenant/client.ts";
import { type EsiaApp, provision } from "../verify/esia-app.ts";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A process's clock stands still where the tenant's does: days left are literal in these tests. */
const CLOCK = `
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) { if (given.length > 0) super(...given); else super(${START.getTime()}); }
  static now() { return ${START.getTime()}; }
};`;

/** Runs a program with the tenant's clock, and with an environment of its own. */
export function ended(command: string, args: readonly string[], cwd: string, env: Record<string, string>) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (part: string) => {
      said[stream] += part;
    });
  }
  const end = new Promise<Ended>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, ...said }));
  });
  return { child, end };
}

/** Builds the plugin once for a file of tests. */
export function usePlugin(used: ReturnType<typeof useTenant>) {
  let outside: string;
  const plugin = {
    folder: "",
    wrapper: "",
    bundle: "",
    /** What a process needs to meet the embedded tenant at its time. */
    environment: (): Record<string, string> => {
      const { NODE_EXTRA_CA_CERTS = "" } = used.tenant.environment;
      return {
        PATH: "/usr/bin:/bin",
        ESIA_NODE: process.execPath,
        NODE_OPTIONS: `--require ${join(outside, "clock.cjs")}`,
        NODE_EXTRA_CA_CERTS,
        ARM_METADATA_HOSTNAME: used.tenant.metadataHost,
      };
    },
    /** Writes a file of mode 600 with values, outside the plugin's folder. */
    values({ tenantId, clientId, clientSecret }: EsiaApp["target"]["values"]): string {
      const path = join(outside, "values");
      writeFileSync(path, `${tenantId}\n${clientId}\n${clientSecret}\n`);
      chmodSync(path, 0o600);
      return path;
    },
    /** Options with which Node says that it is another version. */
    pretending(version: string): string {
      const path = join(outside, "old.cjs");
      const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
      writeFileSync(path, `Object.defineProperty(process, "versions", { value: ${versions} });`);
      return `--require ${path}`;
    },
    run: (args: readonly string[], env: Record<string, string> = {}) =>
      ended(plugin.wrapper, args, plugin.folder, { ...plugin.environment(), ...env }).end,
  };
  beforeAll(async () => {
    outside = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(outside, "clock.cjs"), CLOCK);
    plugin.folder = mkdtempSync(join(tmpdir(), "plugin-"));
    await buildPlugin(plugin.folder);
    if (readdirSync(plugin.folder).sort().join() !== `${WRAPPER},${BUNDLE}`)
      throw new Error("There is more than two files.");
    plugin.wrapper = join(plugin.folder, WRAPPER);
    plugin.bundle = join(plugin.folder, BUNDLE);
  });
  afterAll(() => {
    for (const folder of [plugin.folder, outside]) rmSync(folder, { recursive: true });
  });
  return plugin;
}

/** An application as this project makes it, which asks for the eleven roles that it has. */
export function provisionAsking(used: ReturnType<typeof useTenant>, end?: string): EsiaApp {
  const app = provision(used.tenant, end);
  ask(
    used,
    app,
    PERMISSIONS.map(({ role }) => role),
  );
  return app;
}

/** Makes the application ask for roles, and for no others. */
export function ask(used: ReturnType<typeof useTenant>, { id }: EsiaApp, roles: readonly string[]): void {
  const requiredResourceAccess = (Object.keys(APIS) as ApiKey[]).map((api) => {
    const offered = publishedApplications.find(({ appId }) => appId === APIS[api].appId)?.appRoles ?? [];
    const asked = PERMISSIONS.filter((permission) => permission.api === api && roles.includes(permission.role));
    return {
      resourceAppId: APIS[api].appId,
      resourceAccess: asked.map(({ role }) => ({ id: offered.find(({ value }) => value === role)?.id, type: "Role" })),
    };
  });
  updateApplication(used.tenant.directory, id, { requiredResourceAccess });
}
