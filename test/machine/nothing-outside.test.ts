/** What commands leave behind: nothing in the reader's home, in the system's temporary folder, or in the clone. */
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { exportOf } from "../fleet/states.ts";
import { Clone } from "../support/clone.ts";
import { nodeProgram } from "../support/node-program.ts";
import { useTenant } from "../tenant/client.ts";
import { provision } from "../verify/esia-app.ts";

const used = useTenant();
let root: string;
let clone: Clone;

/** Answers as Pulumi does, and writes nothing itself: what Pulumi writes is Pulumi's. */
const PULUMI = `const { readFileSync } = require("node:fs");
const args = process.argv.slice(2);
const print = (value) => console.log(typeof value === "string" ? value : JSON.stringify(value));
if (args[0] === "version") print("v3.259.0");
else if (args[0] === "whoami") print({ user: "me", url: "https://api.pulumi.example" });
else if (args[1] === "ls") print([{ name: "acme", lastUpdate: "2026-11-25T08:00:00Z", resourceCount: 19 }]);
else if (args[0] === "config") print(Object.fromEntries([["omit", "[]"], ["grantConsent", "true"], ["showNamesInReports", ""]]
  .map(([name, value]) => ["esia:" + name, { value, secret: false }])));
else if (args[1] === "export") print(readFileSync(__dirname + "/acme.json", "utf8"));
else { console.error("error: not known here"); process.exitCode = 255; }
`;

/** Each file and folder below a place with what it holds; links are not followed. */
function found(folder = root): Record<string, string> {
  const all: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(all, { [relative(root, path)]: "folder" }, found(path));
    else {
      const held = entry.isSymbolicLink()
        ? readlinkSync(path)
        : createHash("sha256").update(readFileSync(path)).digest("hex");
      all[relative(root, path)] = held;
    }
  }
  return all;
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "outside-"));
  const [home, temporary, programs] = ["home", "temporary", "programs"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [home, temporary, programs]) mkdirSync(folder);
  nodeProgram(join(programs, "pulumi"), PULUMI);
  writeFileSync(join(programs, "acme.json"), exportOf("one-key", "acme"));
  clone = new Clone(join(root, "project"), {
    PATH: programs,
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_CACHE_HOME: join(home, ".cache"),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    ESIA_AS_OF: "2026-12-24",
  });
  symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(clone.folder, "node_modules"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const run = (word: string, args: readonly string[], more: Record<string, string> = {}) => {
  const { target } = provision(used.tenant);
  const { tenantId, clientId, clientSecret } = target.values;
  const input = word === "explain" ? "error: kaboom" : `${tenantId}\n${clientId}\n${clientSecret}\n`;
  return clone.run(process.execPath, [join(clone.folder, "commands", `${word}.ts`), ...args], {
    input,
    more: { ...used.tenant.environment, ...more },
  });
};

describe("nothing is written outside of what is documented", () => {
  it.each<[string, readonly string[], number, string]>([
    ["doctor", ["--stack", "acme"], 1, "Pulumi engine"],
    ["verify", ["--stdin", "--timeout", "0s"], 0, "14 ok"],
    ["verify", ["--stdin", "--json"], 0, '"command": "verify"'],
    ["verify", ["--stack", "acme", "--timeout", "0s"], 1, "FAILS"],
    ["verify", ["--stdin", "--plugin"], 1, "ESIA M365 WARNING"],
    ["adopt", ["--stack", "acme"], 1, "CHECK"],
    ["explain", [], 1, "This failure is not known here."],
    ["fleet", ["status"], 0, "acme"],
    ["fleet", ["verify", "--timeout", "0s"], 1, "acme"],
    ["fleet", ["matrix", "--due"], 0, '{"stack":'],
    ["schedule", ["plan"], 0, "do=preview"],
    ["plugin", ["--help"], 0, "--out FOLDER"],
  ])("%s %j", async (word, args, code, said) => {
    const before = found();
    const ran = await run(word, args);
    expect(ran.all).toContain(said);
    expect(ran.code, ran.all).toBe(code);
    expect(found()).toEqual(before);
  });

  it("also where the libraries are to say all they do, and the values come from the environment", async () => {
    const { tenantId, clientId, clientSecret } = provision(used.tenant).target.values;
    const values = { ESIA_TENANT_ID: tenantId, ESIA_CLIENT_ID: clientId, ESIA_CLIENT_SECRET: clientSecret };
    const before = found();
    const { code, all } = await run("verify", [], {
      ...values,
      DEBUG: "*",
      AZURE_LOG_LEVEL: "verbose",
      MSAL_LOG_LEVEL: "verbose",
    });
    expect([code, all.includes("azure:identity:")]).toEqual([0, true]);
    expect(found()).toEqual(before);
  });

  it("plugin writes its two files into dist/plugin, or where --out says, and nothing else", async () => {
    const before = found();
    const written = async (...args: string[]) => {
      const ran = await run("plugin", args);
      expect(ran.code, ran.all).toBe(0);
      return Object.keys(found())
        .filter((path) => !(path in before))
        .sort();
    };
    const plugin = (folder: string) => [
      folder,
      join(folder, "esia-microsoft-365"),
      join(folder, "esia-microsoft-365.cjs"),
    ];
    const usual = [join("project", "dist"), ...plugin(join("project", "dist", "plugin"))];
    expect(await written()).toEqual(usual);
    expect(await written("--out", join(root, "elsewhere"))).toEqual([...plugin("elsewhere"), ...usual].sort());
    const after = found();
    expect(Object.entries(before).filter(([path, held]) => after[path] !== held)).toEqual([]);
  });
});
