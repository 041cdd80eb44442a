/** verify as a process: exit codes, streams, and the key in neither of them, however much debug output is asked for. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { throttled } from "../../dev/tenant/faults.ts";
import { shapesFound } from "../support/clear-text.ts";
import { useTenant } from "../tenant/client.ts";
import { type EsiaApp, provision } from "./esia-app.ts";

const used = useTenant();
const VERIFY = join(import.meta.dirname, "..", "..", "commands", "verify.ts");

/** Everything that makes Node or the libraries talk. */
const DEBUG = {
  DEBUG: "*",
  AZURE_LOG_LEVEL: "verbose",
  NODE_DEBUG: "child_process,fetch,http,https,net,stream,tls,undici,url",
  MSAL_LOG_LEVEL: "verbose",
};

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(args: readonly string[], input: string, env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [VERIFY, ...args], {
    env: { PATH: "", ...used.tenant.environment, ...env },
    stdio: "pipe",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    stdout += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    stderr += part;
  });
  child.stdin.end(input);
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
}

const lines = ({ tenantId, clientId, clientSecret }: EsiaApp["target"]["values"]) =>
  `${tenantId}\n${clientId}\n${clientSecret}\n`;

describe("verify as a process", () => {
  test("takes the values from standard input, prints a table and ends with 0", async () => {
    const { target } = provision(used.tenant);
    const { code, stdout, stderr } = await run(["--stdin"], lines(target.values));
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^CHECK +RESULT +FOUND, AND WHAT TO DO NEXT\n/);
    expect(stdout).toMatch(/\n14 ok, 4 not provable\n$/);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(stderr).toBe(`Signing in at ${used.tenant.metadataHost}.\nReading what the roles open.\n`);
  });

  test("takes the values from the environment, prints JSON alone on standard output and ends with 1", async () => {
    const { target, revoke } = provision(used.tenant);
    revoke("graph", "User.Read.All");
    const { tenantId, clientId, clientSecret } = target.values;
    const values = { ESIA_TENANT_ID: tenantId, ESIA_CLIENT_ID: clientId, ESIA_CLIENT_SECRET: clientSecret };
    const { code, stdout } = await run(["--json", "--timeout", "0s"], "", values);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, command: "verify", stack: null, exitCode: 1 });
  });

  test.each([
    ["without anything to verify", [], "", "Nothing to verify: name a stack with --stack NAME"],
    ["with an unknown option", ["--fix"], "", "--fix is no option of verify; see --help.\n"],
    ["without pulumi", ["--stack", "contoso"], "", "'pulumi' could not be started"],
    ["with half of the values", ["--stdin"], "one line", "Standard input must hold the three values"],
  ])("ends with 2, a sentence and no stack trace %s", async (_, args, input, message) => {
    const { code, stdout, stderr } = await run(args, input);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("reaches the embedded tenant past any proxy, and ends with 2 where the proxy cannot be one", async () => {
    const { target } = provision(used.tenant);
    const past = await run(["--stdin"], lines(target.values), { HTTPS_PROXY: "http://127.0.0.1:1" });
    expect(past.code, past.stderr).toBe(0);
    const { code, stdout, stderr } = await run(["--stdin"], lines(target.values), { HTTPS_PROXY: "socks5://a:1" });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/HTTPS_PROXY names a proxy of the kind socks5; .* or list the hosts in NO_PROXY\.\n$/);
  });

  test("explains itself and ends with 0", async () => {
    const { code, stdout } = await run(["--help"], "");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^npm run verify -- --stack NAME \[options\]\n/);
  });
});

describe("the key is nowhere in what is printed, with all debug output on", () => {
  const refuse = (description: string) => ({
    answer: { status: 400, body: { error: "invalid_client", error_description: description } },
  });
  const cases: [string, number, (app: EsiaApp) => Partial<EsiaApp["target"]["values"]> | undefined][] = [
    ["when all is well", 0, () => undefined],
    ["when a role is short", 1, (app) => void app.revoke("graph", "User.Read.All")],
    ["when it is wrong", 1, () => ({ clientSecret: "abc8Q~this-is-not-the-key-of-it" })],
    ["when it is a secret's ID", 1, () => ({ clientSecret: "0c8be3ae-5f2f-4ad4-8a4f-7d5f6b8e9a10" })],
    ["when it stands in the field Client ID, too", 1, ({ target }) => ({ clientId: target.values.clientSecret })],
    ["when it stands in the field Tenant ID, too", 1, ({ target }) => ({ tenantId: target.values.clientSecret })],
    ["when the application is unknown", 1, () => ({ clientId: "11111111-2222-4333-8444-555555555555" })],
    ["when the tenant is unknown", 1, () => ({ tenantId: "11111111-2222-4333-8444-555555555555" })],
    [
      "when Entra repeats it in an error",
      1,
      ({ target }) => {
        const action = refuse(`AADSTS999999: What is ${target.values.clientSecret}?`);
        used.tenant.faults.add({ method: "POST", path: /token/, action });
        return undefined;
      },
    ],
    [
      "when Graph repeats it in an error",
      1,
      ({ target }) => {
        const body = { error: { code: "x", message: `What is ${target.values.clientSecret}?` } };
        used.tenant.faults.add({ method: "GET", path: /users/, action: { answer: { status: 400, body } } });
        return undefined;
      },
    ],
    [
      "when the sign-in is throttled",
      1,
      () => void used.tenant.faults.add({ method: "POST", path: /token/, action: throttled(600) }),
    ],
    [
      "when the connection drops at the sign-in",
      2,
      () => void used.tenant.faults.add({ method: "POST", path: /token/, action: { drop: "before" } }),
    ],
  ];
  test.each(cases)("%s", async (_, expected, change) => {
    const app = provision(used.tenant);
    const values = { ...app.target.values, ...change(app) };
    const { code, stdout, stderr } = await run(["--stdin", "--json", "--timeout", "0s"], lines(values), DEBUG);
    expect(code, stderr).toBe(expected);
    // Debug output was really on.
    expect(stderr).toMatch(/STREAM \d+:/);
    if (expected === 0) expect(stderr).toMatch(/azure:identity:[\s\S]*azure:core-rest-pipeline:/);
    const found = [app.target.values.clientSecret, values.clientSecret].flatMap((key) =>
      shapesFound(key, stdout + stderr),
    );
    expect(found).toEqual([]);
  });

  test("and not either where the table would break it over two lines", async () => {
    const { target } = provision(used.tenant);
    const body = { error: { code: "x", message: `What is ${target.values.clientSecret}?` } };
    used.tenant.faults.add({ method: "GET", path: /users/, action: { answer: { status: 400, body } } });
    const { stdout } = await run(["--stdin"], lines(target.values));
    expect(stdout).toContain("What is [key]?");
    expect(stdout.replace(/\s/g, "")).not.toContain(target.values.clientSecret.slice(0, 20));
  });
});
