/** The recipes of docs/hand-over.md, run as they stand by a shell in which stand-ins write down how they were called. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeProgram } from "../support/node-program.ts";

const PAGE = readFileSync(new URL("../../docs/hand-over.md", import.meta.url), "utf8");
const KEY = "abc8Q~ $dollar'quote-and-thirty-more";
const OUTPUTS = {
  clientId: "9f2a71de-7011-44f2-9583-55e059da7f63",
  clientSecret: KEY,
  secretExpires: "2028-11-24T00:00:00Z",
  tenantId: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
};

/** The shell blocks below a heading; "" is the page's beginning. */
function recipe(heading: string): string {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
  return [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) => block).join("\n");
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "esia-hand-over-"));
  const standIn = `const { appendFileSync, readFileSync } = require("node:fs");
const [command, ...args] = process.argv.slice(2);
const outputs = ${JSON.stringify(OUTPUTS)};
const isOutput = command === "pulumi" && args[1] === "output";
if (isOutput) {
  if (process.env.FAILS) process.exit(1);
  const name = args[2];
  const value = name === "clientSecret" && !args.includes("--show-secrets") ? "[secret]" : outputs[name];
  console.log(name === "--json" ? JSON.stringify(outputs) : value);
}
const takesInput = args.some((arg) => arg === "-" || arg.endsWith("=-") || arg === "/dev/stdin");
const input = takesInput ? readFileSync(args.includes("/dev/stdin") ? "/dev/stdin" : 0, "utf8") : null;
appendFileSync(${JSON.stringify(join(folder, "calls"))}, JSON.stringify({ command, args, input }) + "\\n");
`;
  // "printf" and "echo" would hold the key as an argument: the shell's own must serve.
  for (const name of ["pulumi", "vault", "az", "printf", "echo"]) nodeProgram(join(folder, name), standIn, [name]);
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Call {
  command: string;
  args: string[];
  input: string | null;
}

/** Runs a recipe after the page's first block. */
function run(heading: string, env: Record<string, string> = {}) {
  const script = `${recipe("")}\n${recipe(heading)}`;
  const ended = spawnSync("sh", ["-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${folder}:${process.env["PATH"]}`, HOME: folder, ...env },
  });
  const file = join(folder, "calls");
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  const all: Call[] = lines.map((line) => JSON.parse(line));
  return { ...ended, all, calls: all.filter(({ command, args }) => command !== "pulumi" || args[1] !== "output") };
}

describe("a recipe to hand the key over", () => {
  it.each(["HashiCorp Vault", "Azure Key Vault", "Pulumi ESC", "A file of mode 600"])(
    "never has it among a command's arguments, nor on the screen: %s",
    (heading) => {
      const { status, stdout, stderr, all } = run(heading);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toBe("");
      expect(JSON.stringify(all.map(({ args }) => args))).not.toContain("8Q~");
    },
  );

  it("gives Vault the key by standard input without a line break, and its end beside it", () => {
    expect(run("HashiCorp Vault").calls).toEqual([
      {
        command: "vault",
        args: [
          ...["kv", "put", "-mount=secret", "esia-contoso", "clientSecret=-"],
          `clientId=${OUTPUTS.clientId}`,
          `tenantId=${OUTPUTS.tenantId}`,
          "expires=2028-11-24T00:00:00Z",
        ],
        input: KEY,
      },
      {
        command: "vault",
        args: [
          "kv",
          "metadata",
          "put",
          "-mount=secret",
          "-custom-metadata=expires=2028-11-24T00:00:00Z",
          "esia-contoso",
        ],
        input: null,
      },
    ]);
  });

  it("gives Azure Key Vault the key by standard input, with the key's end, and lets it print nothing", () => {
    expect(run("Azure Key Vault").calls).toEqual([
      {
        command: "az",
        args: [
          ...["keyvault", "secret", "set", "--vault-name", "contoso-vault", "--name", "esia-contoso"],
          ...["--file", "/dev/stdin", "--expires", "2028-11-24T00:00:00Z"],
          ...["--tags", `clientId=${OUTPUTS.clientId}`, "--output", "none"],
        ],
        input: KEY,
      },
    ]);
  });

  it("makes Pulumi ESC read the stack itself, and copies nothing", () => {
    const [call] = run("Pulumi ESC").calls;
    expect(call).toMatchObject({ command: "pulumi", args: ["env", "init", "acme/esia/esia-contoso", "--file", "-"] });
    expect(call?.input).toBe(`values:
  stacks:
    fn::open::pulumi-stacks:
      stacks:
        esia: { stack: esia/contoso }
  tenantId: \${stacks.esia.tenantId}
  clientId: \${stacks.esia.clientId}
  clientSecret: \${stacks.esia.clientSecret}
  expires: \${stacks.esia.secretExpires}
`);
  });

  it("writes a file that its owner alone may read, also in place of one that others could", () => {
    const file = join(folder, "esia-contoso.json");
    writeFileSync(file, "old", { mode: 0o644 });
    run("A file of mode 600");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(OUTPUTS);
  });

  it("leaves the old file where Pulumi fails", () => {
    const file = join(folder, "esia-contoso.json");
    writeFileSync(file, "old", { mode: 0o600 });
    expect(run("A file of mode 600", { FAILS: "1" }).status).not.toBe(0);
    expect(readFileSync(file, "utf8")).toBe("old");
  });

  it.each(["HashiCorp Vault", "Azure Key Vault"])("stores nothing where Pulumi fails: %s", (heading) => {
    const { status, calls } = run(heading, { FAILS: "1" });
    expect(status).not.toBe(0);
    expect(calls).toEqual([]);
  });

  it("is said not to have been tried with the service", () => {
    expect(PAGE).toContain("none was tried with the service itself");
  });
});
