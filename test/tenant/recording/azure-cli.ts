/**
 * Records how the Azure CLI on PATH signs a user in, into test/recorded/azure-cli-<version>.json:
 * `node test/tenant/recording/azure-cli.ts`. With a password it asks the port 443 alone, whatever the address says, so that
 * this listens there: it takes the right to.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Tenant } from "../../../dev/tenant/server.ts";
import { nameOf } from "../user-client.ts";
import { signInAt, typeCode } from "./person.ts";
import { record, type Step } from "./record.ts";

interface Running {
  /** What it has said so far. */
  said(): string;
  ended: Promise<number>;
}

function az(tenant: Tenant, args: readonly string[], more: Record<string, string> = {}): Running {
  const env = { ...process.env, ...tenant.environment, ...tenant.azureCli.environment, ...more };
  const child = spawn("az", args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
  }
  return { said: () => text, ended: once(child, "close").then(([code]) => code as number) };
}

/** @throws Error with all that it said, when it ends otherwise than it should */
async function done(running: Running, expected: RegExp | undefined): Promise<void> {
  const code = await running.ended;
  const isAsExpected = expected ? code !== 0 && expected.test(running.said()) : code === 0;
  if (!isAsExpected) throw new Error(`az ended with ${code}: ${running.said()}`);
}

const ask = (name: string, args: (tenant: Tenant) => string[], expected?: RegExp): Step => ({
  name,
  run: (tenant) => done(az(tenant, args(tenant)), expected),
});

const LOGIN = ["login", "--allow-no-subscriptions"];
const onDevice = (name: string, user: string, tenantNamed: boolean, expected?: RegExp): Step => ({
  name,
  async run(tenant) {
    const running = az(tenant, [...LOGIN, "--use-device-code", ...(tenantNamed ? ["--tenant", tenant.tenantId] : [])]);
    const code = await until(() => /enter the code (\w+)/.exec(running.said())?.[1]);
    await typeCode(tenant, code, user);
    await done(running, expected);
  },
});

async function until(ask: () => string | undefined): Promise<string> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = ask();
    if (found) return found;
    await setTimeout(100);
  }
  throw new Error("The Azure CLI did not get as far within 30 seconds.");
}

const graphToken = ({ metadataHost, tenantId }: Tenant) => [
  ...["account", "get-access-token", "--scope", `https://${metadataHost}/.default`, "--tenant", tenantId],
];

const STEPS: readonly Step[] = [
  {
    name: "login in the browser",
    async run(tenant, folder) {
      const [browser, opened] = [join(folder, "browser"), join(folder, "opened")];
      writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`);
      chmodSync(browser, 0o700);
      const running = az(tenant, [...LOGIN, "--tenant", tenant.tenantId], { BROWSER: browser });
      const url = new URL(await until(() => (existsSync(opened) ? readFileSync(opened, "utf8") : undefined)));
      const form = await signInAt(tenant, `${url.pathname}${url.search}`, "admin");
      const sent = request(url.searchParams.get("redirect_uri") ?? "", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      sent.on("response", (response) => response.resume());
      sent.end(new URLSearchParams(form).toString());
      await done(running, undefined);
    },
  },
  ask("token for Graph", graphToken),
  onDevice("login on another device", "apps", true),
  onDevice("login without naming the tenant", "grants", false),
  onDevice("login where Graph wants a second factor", "mfa", true),
  ask("token for Graph without the second factor", graphToken, /AADSTS50076/),
  onDevice("login that a policy blocks", "blocked", true, /AADSTS53003/),
  ask("login with a password", ({ azureCli: { password } }) => [...LOGIN, "-u", nameOf("admin"), "-p", password]),
  ask("login with a wrong password", () => [...LOGIN, "-u", nameOf("admin"), "-p", "wrong"], /AADSTS50126/),
  ask(
    "token for an API without consent",
    () => {
      return ["account", "get-access-token", "--scope", "https://manage.office.com/.default"];
    },
    /AADSTS65001/,
  ),
];

const { "azure-cli": version } = JSON.parse(await output(["version", "--output", "json"]));
await record(`azure-cli-${version}.json`, `azure-cli ${version}`, STEPS, 443);

async function output(args: readonly string[]): Promise<string> {
  const child = spawn("az", args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const part of child.stdout.setEncoding("utf8")) text += part;
  return text;
}
