/** The plugin as a process, from an empty folder: one line, its exit code, and no key in either stream. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { throttled } from "../../dev/tenant/faults.ts";
import { addSecret, removeSecret } from "../../dev/tenant/secrets.ts";
import { shapesFound } from "../support/clear-text.ts";
import { START, useTenant } from "../tenant/client.ts";
import type { EsiaApp } from "../verify/esia-app.ts";
import { ask, ended, provisionAsking, usePlugin } from "./folder.ts";

const used = useTenant();
const plugin = usePlugin(used);

const DAY = 86_400_000;
const inDays = (days: number) => new Date(START.getTime() + days * DAY).toISOString();

/** Runs it with the application's values in a file, and looks for the key in all that it says. */
async function checked(app: EsiaApp, args: readonly string[] = [], env: Record<string, string> = {}) {
  const { clientSecret } = app.target.values;
  const file = plugin.values(app.target.values);
  const { code, stdout, stderr } = await plugin.run(["--file", file, ...args], env);
  expect(shapesFound(clientSecret, stdout + stderr)).toEqual([]);
  expect(stdout + stderr).not.toContain(clientSecret.slice(0, 6));
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^ESIA M365 [^\n|]*( \| days=-?\d+;[^\n|]*)?\n$/);
  expect(stdout.length).toBeLessThan(380);
  return [code, stdout.trimEnd()];
}

describe("from an empty folder the plugin says in one line", () => {
  test("that all is well, and how long", async () => {
    expect(await checked(provisionAsking(used, inDays(512)))).toEqual([
      0,
      "ESIA M365 OK: nothing to do: key 1 works for 512 more days, until 2028-02-25; 11 roles asked for and granted; audit " +
        "log on | days=512;60:;14:;",
    ]);
    expect(used.tenant.strictRefusals).toEqual([]);
    // It signs in and reads: nothing else.
    const asked = used.tenant.requests.map(({ method, path }) => `${method} ${path}`);
    expect(asked.filter((line) => !/^(GET|POST \/[0-9a-f-]+\/oauth2\/v2\.0\/token)/.test(line))).toEqual([]);
  });

  test("the same with the values in the environment", async () => {
    const { tenantId, clientId, clientSecret } = provisionAsking(used, inDays(512)).target.values;
    const { code, stdout } = await plugin.run([], {
      ESIA_TENANT_ID: tenantId,
      ESIA_CLIENT_ID: clientId,
      ESIA_CLIENT_SECRET: clientSecret,
    });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^ESIA M365 OK: nothing to do: .* \| days=512;60:;14:;\n$/),
    ]);
  });

  test("that a newer key waits, and that the file holds an older one", async () => {
    const app = provisionAsking(used, inDays(100));
    const name = { displayName: "ESIA key 2, made 2026-10-02", endDateTime: inDays(700) };
    addSecret(used.tenant.directory, app.id, name, new Date(START.getTime() + 1000));
    expect(await checked(app)).toEqual([
      1,
      "ESIA M365 WARNING: update ESIA's node and this file with key 2: this file holds key 1, which works for 100 more days " +
        "(each check counts as a use of key 1) | days=100;60:;14:;",
    ]);
  });

  test.each([
    [20, [], 1, "WARNING"],
    [13, [], 2, "CRITICAL"],
    [20, ["--warning", "10:", "-c", "5:"], 0, "OK"],
    [20, ["-w", "10:", "-c", "30:"], 2, "CRITICAL"],
    [20, ["--critical", "@10:20"], 2, "CRITICAL"],
  ])("that a key has %i days left, by %j", async (days, args, code, state) => {
    const [exit, line] = await checked(provisionAsking(used, inDays(days)), args);
    expect([exit, line]).toEqual([code, expect.stringContaining(`ESIA M365 ${state}: `)]);
    if (code > 0)
      expect(line).toContain(
        `run 'pulumi up --stack NAME' and type the new key into ESIA's node and this file: key 1 ends in`,
      );
  });

  test("that the key is over, or that Entra does not know it", async () => {
    const app = provisionAsking(used);
    const found = used.tenant.directory.applications.find(({ graph }) => graph.id === app.id);
    const [secret] = found?.graph.passwordCredentials ?? [];
    Object.assign(secret ?? {}, { endDateTime: inDays(-1) });
    expect(await checked(app)).toEqual([
      2,
      "ESIA M365 CRITICAL: type the newest key into ESIA's node and this file, or run 'pulumi up --stack NAME' for one: the key has " +
        "expired (AADSTS7000222)",
    ]);
    removeSecret(used.tenant.directory, app.id, secret?.keyId ?? "");
    expect(await checked(app)).toEqual([
      2,
      "ESIA M365 CRITICAL: type the newest key into ESIA's node and this file, or run 'pulumi up --refresh --stack NAME' for one: Entra " +
        "does not know this key (AADSTS7000215)",
    ]);
  });

  test("which role is asked for and not granted, of either API, and which nobody asks for", async () => {
    const app = provisionAsking(used, inDays(512));
    app.revoke("graph", "User.Read.All");
    app.revoke("management", "ActivityFeed.ReadDlp");
    app.grant("graph", "Application.ReadWrite.OwnedBy");
    expect(await checked(app)).toEqual([
      2,
      "ESIA M365 CRITICAL: run 'pulumi up --refresh --stack NAME' or let an administrator consent: 2 roles are asked for and not granted: " +
        "ActivityFeed.ReadDlp, User.Read.All; also: a role is granted that nobody asks for: Application.ReadWrite.OwnedBy | " +
        "days=512;60:;14:;",
    ]);
  });

  test("nothing of roles that the application does not ask for, and that a granted one of them is too much", async () => {
    const app = provisionAsking(used, inDays(512));
    ask(used, app, ["Application.Read.All", "ActivityFeed.Read", "User.Read.All"]);
    for (const role of ["ActivityFeed.ReadDlp", "ServiceHealth.Read"]) app.revoke("management", role);
    for (const role of ["Agreement.Read.All", "APIConnectors.Read.All", "Directory.Read.All", "Organization.Read.All"])
      app.revoke("graph", role);
    for (const role of ["Reports.Read.All"]) app.revoke("graph", role);
    expect(await checked(app)).toEqual([
      1,
      "ESIA M365 WARNING: revoke in Entra, Enterprise applications, Permissions: a role is granted that nobody asks for: " +
        "ServiceHealth.Read.All | days=512;60:;14:;",
    ]);
    app.revoke("graph", "ServiceHealth.Read.All");
    expect(await checked(app)).toEqual([
      0,
      "ESIA M365 OK: nothing to do: key 1 works for 512 more days, until 2028-02-25; 3 roles asked for and granted; audit " +
        "log on | days=512;60:;14:;",
    ]);
  });

  test("what it cannot see without Application.Read.All, and that ESIA is blind without any role", async () => {
    const app = provisionAsking(used);
    app.revoke("graph", "Application.Read.All");
    expect(await checked(app)).toEqual([
      3,
      "ESIA M365 UNKNOWN: grant Application.Read.All: without it the key's end and the roles asked for cannot be read",
    ]);
    used.tenant.directory.appRoleAssignments = [];
    expect(await checked(app)).toEqual([
      2,
      "ESIA M365 CRITICAL: run 'pulumi up --refresh --stack NAME' or let an administrator consent: 11 roles are asked for and not " +
        "granted: ActivityFeed.Read, ActivityFeed.ReadDlp, ServiceHealth.Read and 8 more; also: without it the key's end " +
        "and the roles asked for cannot be read",
    ]);
  });

  test("that the audit log is off, or that nobody is subscribed to it", async () => {
    const app = provisionAsking(used, inDays(512));
    used.tenant.directory.activityFeed.subscriptions = [];
    expect(await checked(app)).toEqual([
      1,
      "ESIA M365 WARNING: let ESIA test its Microsoft 365 node: nobody is subscribed to the audit log | days=512;60:;14:;",
    ]);
    used.tenant.directory.activityFeed.auditingEnabled = false;
    expect(await checked(app)).toEqual([
      2,
      "ESIA M365 CRITICAL: turn auditing on in Microsoft Purview, Audit: the audit log is off | days=512;60:;14:;",
    ]);
  });

  test("no key in what the libraries say with all debug output on, and still one line", async () => {
    const { target } = provisionAsking(used, inDays(512));
    const { code, stdout, stderr } = await plugin.run(["--file", plugin.values(target.values)], {
      DEBUG: "*",
      AZURE_LOG_LEVEL: "verbose",
      MSAL_LOG_LEVEL: "verbose",
      NODE_DEBUG: "http,https,net,tls,url",
    });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ESIA M365 OK: [^\n]*\n$/)]);
    expect(stderr).toMatch(/azure:identity:[\s\S]*azure:core-rest-pipeline:/);
    expect(shapesFound(target.values.clientSecret, stdout + stderr)).toEqual([]);
  });

  test("the same through a link from another folder, as a package of plugins has them", async () => {
    const { target } = provisionAsking(used, inDays(512));
    const [elsewhere, file] = [mkdtempSync(join(tmpdir(), "links-")), plugin.values(target.values)];
    symlinkSync(plugin.wrapper, join(elsewhere, "one"));
    symlinkSync("one", join(elsewhere, "two"));
    const { code, stdout } = await ended("./two", ["--file", file], elsewhere, plugin.environment()).end;
    rmSync(elsewhere, { recursive: true });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ESIA M365 OK: nothing to do: /)]);
  });

  test("one line without a pipe, whatever somebody named a key", async () => {
    const app = provisionAsking(used, inDays(20));
    const displayName = `by\nhand | days=1 ${app.target.values.clientSecret} ${"x".repeat(60)}`;
    const found = used.tenant.directory.applications.find(({ graph }) => graph.id === app.id);
    Object.assign(found?.graph.passwordCredentials[0] ?? {}, { displayName });
    const [code, line] = await checked(app);
    expect([code, line]).toEqual([
      1,
      expect.stringMatching(
        /^ESIA M365 WARNING: run 'pulumi up --stack NAME' and type the new key into ESIA's node and this file: "by\\nhand \/ days=1 \[key\] x+" ends in 20 days, on /,
      ),
    ]);
  });

  test("nothing of a key that somebody added by hand: that is doctor's to judge", async () => {
    const app = provisionAsking(used, inDays(100));
    const byHand = { displayName: "by hand", endDateTime: inDays(700) };
    addSecret(used.tenant.directory, app.id, byHand, new Date(START.getTime() + 1000));
    expect(await checked(app)).toEqual([
      0,
      expect.stringMatching(/^ESIA M365 OK: nothing to do: key 1 works for 100 more days, /),
    ]);
  });
});

test("the bundled file asks for nothing but Node's own modules, and for one that its library does without", () => {
  const asked = readFileSync(plugin.bundle, "utf8").matchAll(/\b(?:require|import)\("([^"]+)"\)/g);
  const others = [...asked].map(([, name = ""]) => name).filter((name) => !isBuiltin(name));
  expect([...new Set(others)]).toEqual(["supports-color"]);
});

describe("whatever ends it before a verdict is 3, with a line that says why:", () => {
  test("nobody there", async () => {
    const app = provisionAsking(used);
    const [code, line] = await checked(app, [], { ARM_METADATA_HOSTNAME: "localhost:1" });
    expect([code, line]).toEqual([
      3,
      "ESIA M365 UNKNOWN: check the network and HTTPS_PROXY: no connection to localhost:1 (ECONNREFUSED); ESIA's host needs " +
        "the same one",
    ]);
  });

  test("a certificate that is not trusted", async () => {
    const [code, line] = await checked(provisionAsking(used), [], { NODE_EXTRA_CA_CERTS: "" });
    expect([code, line]).toEqual([
      3,
      expect.stringMatching(
        /^ESIA M365 UNKNOWN: name the proxy's certificate in NODE_EXTRA_CA_CERTS: the certificate of localhost:\d+ is not trusted \(/,
      ),
    ]);
  });

  test("a server that does not answer in time", async () => {
    used.tenant.faults.add({ method: "POST", path: /token/, action: { before: () => new Promise(() => {}) } });
    expect(await checked(provisionAsking(used), ["--timeout", "2"])).toEqual([
      3,
      "ESIA M365 UNKNOWN: check the network, or give more time with --timeout: no verdict within 2 s",
    ]);
  });

  test("a throttled sign-in", async () => {
    used.tenant.faults.add({ method: "POST", path: /token/, action: throttled(600) });
    const [code, line] = await checked(provisionAsking(used));
    expect([code, line]).toEqual([
      3,
      expect.stringMatching(/^ESIA M365 UNKNOWN: wait for the next check: localhost:\d+ answers 429$/),
    ]);
  });

  test("an answer that is none, with the key in it", async () => {
    const app = provisionAsking(used);
    const body = { error: { code: app.target.values.clientSecret, message: app.target.values.clientSecret } };
    used.tenant.faults.add({ method: "GET", path: /applications/, action: { answer: { status: 403, body } } });
    const [code, line] = await checked(app);
    expect([code, line]).toEqual([
      3,
      expect.stringMatching(/^ESIA M365 UNKNOWN: wait for the next check: localhost:\d+ answered 403 \[key\]$/),
    ]);
  });

  test("a signal", async () => {
    const app = provisionAsking(used);
    let child: { kill(signal: "SIGTERM"): boolean } | undefined;
    const before = () => {
      child?.kill("SIGTERM");
      return new Promise(() => {});
    };
    used.tenant.faults.add({ method: "POST", path: /token/, action: { before } });
    const args = [plugin.bundle, "--file", plugin.values(app.target.values)];
    const running = ended(process.execPath, args, plugin.folder, plugin.environment());
    child = running.child;
    expect(await running.end).toEqual({
      code: 3,
      stdout: "ESIA M365 UNKNOWN: check again: SIGTERM ended this check\n",
      stderr: "",
    });
  });

  test.each<[string, readonly string[], Record<string, string>, string]>([
    [
      "no values",
      [],
      {},
      "give --file FILE with the three values, or set ESIA_TENANT_ID, ESIA_CLIENT_ID, ESIA_CLIENT_SECRET",
    ],
    [
      "a key on the command line",
      ["abc8Q~a-key"],
      {},
      "see --help: a word is not used like that, and the key never stands on a command line",
    ],
    [
      "a bad range",
      ["--critical", "soon"],
      {},
      "--critical takes a range of days such as 14: (alarm below 14), 10, ~:5 or @1:5",
    ],
    [
      "a file that is not there",
      ["--file", "nothing"],
      {},
      "the file that --file names cannot be read (ENOENT): it must belong to the user that runs this",
    ],
    [
      "too old a Node",
      [],
      { OLD: "20.20.2" },
      "install Node 22.1 or newer, or name it in ESIA_NODE: this is Node 20.20.2",
    ],
    [
      "no Node",
      [],
      { ESIA_NODE: "no-such-node" },
      "install Node 22.1 or newer, or name it in ESIA_NODE: no-such-node is not found",
    ],
    [
      "a Node that ends by itself",
      [],
      { ESIA_NODE: "false" },
      "start it in a terminal and read standard error: Node ended with 1, without a verdict",
    ],
  ])("%s", async (_, args, { OLD, ...env }, said) => {
    const options = OLD === undefined ? {} : { NODE_OPTIONS: plugin.pretending(OLD) };
    expect(await plugin.run(args, { ...env, ...options })).toEqual({
      code: 3,
      stdout: `ESIA M365 UNKNOWN: ${said}\n`,
      stderr: "",
    });
  });

  test("values of a form that they never have, none of which is repeated", async () => {
    const { target } = provisionAsking(used);
    const file = plugin.values({ ...target.values, tenantId: target.values.clientSecret });
    const { code, stdout } = await plugin.run(["--file", file]);
    expect([code, stdout]).toEqual([
      3,
      "ESIA M365 UNKNOWN: Tenant ID: It is no GUID, as the directory (tenant) ID is. Compare it with the stack's output " +
        "tenantId.\n",
    ]);
  });

  test.skipIf(process.platform === "win32")("a file that others may read", async () => {
    const file = plugin.values(provisionAsking(used).target.values);
    chmodSync(file, 0o644);
    const { code, stdout } = await plugin.run(["--file", file]);
    expect([code, stdout]).toEqual([
      3,
      "ESIA M365 UNKNOWN: run chmod 600 on the file that --file names, and renew the key if others could read it: its mode " +
        "is 644\n",
    ]);
    expect(used.tenant.requests).toEqual([]);
  });

  test("a cloud that is none, and GCC where there is none", async () => {
    const { target } = provisionAsking(used);
    const args = ["--file", plugin.values(target.values)];
    const env = { ARM_METADATA_HOSTNAME: "" };
    expect((await plugin.run([...args, "--cloud", "mars"], env)).stdout).toBe(
      'ESIA M365 UNKNOWN: --cloud is "mars"; it must be one of global, public, usgovernment, usgovernmentl4, ' +
        "usgovernmentl5, dod, china.\n",
    );
    expect((await plugin.run([...args, "--cloud", "china", "--gcc"], env)).stdout).toBe(
      "ESIA M365 UNKNOWN: --gcc does not go with --cloud china: GCC signs in at the global cloud. Leave out one of them.\n",
    );
  });

  test("a look at the help or the version", async () => {
    const help = await plugin.run(["--help"]);
    expect([help.code, help.stdout]).toEqual([
      3,
      expect.stringMatching(/^esia-microsoft-365 --file FILE \[options\]\n/),
    ]);
    const version = await plugin.run(["-V"]);
    expect([version.code, version.stdout]).toEqual([3, expect.stringMatching(/^esia-microsoft-365 \d+\.\d+\.\d+\n$/)]);
  });
});
