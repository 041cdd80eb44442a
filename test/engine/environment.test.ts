import { delimiter, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { pulumiEnvironment, stateAddress } from "../../dev/engine/environment.ts";
import type { Engine } from "../../dev/engine/find-engine.ts";
import { servedBy } from "../../dev/stack/dev-stack.ts";

const ENGINE: Engine = { command: "/esia/.dev/engine/pulumi", version: "3.274.1", origin: "built from Go modules" };
const RUN = { engine: ENGINE, home: "/esia/.dev/home", state: "/esia/.dev/s", passphrase: "p" };
const NODE = dirname(process.execPath);

describe("the environment of pulumi", () => {
  it("puts engine and Node first, has no plugin but those of its home, and keeps all else that is not Pulumi's", () => {
    const env = { PATH: "/usr/bin", HOME: "/home/me", SSL_CERT_FILE: "/cert.pem", ARM_TENANT_ID: "t" };
    expect(pulumiEnvironment(RUN, env)).toEqual({
      HOME: "/home/me",
      SSL_CERT_FILE: "/cert.pem",
      ARM_TENANT_ID: "t",
      PATH: ["/esia/.dev/engine", NODE, "/usr/bin"].join(delimiter),
      PULUMI_HOME: "/esia/.dev/home",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_BACKEND_URL: "file:///esia/.dev/s",
      PULUMI_CONFIG_PASSPHRASE: "p",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  });

  it("leaves an engine from PATH where it is", () => {
    const engine: Engine = { command: "/usr/bin/pulumi", version: "3.260.0", origin: "from PATH" };
    const made = pulumiEnvironment({ ...RUN, engine }, { PATH: ["/bin", "/usr/bin"].join(delimiter) });
    expect(made["PATH"]).toBe([NODE, "/bin", "/usr/bin"].join(delimiter));
  });

  it.each([
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CREDENTIALS_PATH",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_STACK",
    "pulumi_access_token",
  ])("has nothing of the user's %s", (name) => {
    expect(pulumiEnvironment(RUN, { [name]: "theirs" })).not.toHaveProperty(name);
  });

  it("never has the user's own choice of plugins", () => {
    const env = { PULUMI_IGNORE_AMBIENT_PLUGINS: "false" };
    expect(pulumiEnvironment(RUN, env)["PULUMI_IGNORE_AMBIENT_PLUGINS"]).toBe("true");
  });

  it("has one PATH on Windows, whatever its spelling was", () => {
    const made = pulumiEnvironment(RUN, { Path: "C:\\Windows", SystemRoot: "C:\\Windows" });
    expect(made["PATH"]).toBe(["/esia/.dev/engine", NODE, "C:\\Windows"].join(delimiter));
    expect(made).not.toHaveProperty("Path");
  });
});

it.each([
  ["/home/me/esia/.dev/state", "file:///home/me/esia/.dev/state"],
  ["/a b/100%/c?d#e/ü", "file:///a%20b/100%25/c%3Fd%23e/%C3%BC"],
  ["C:\\Users\\me\\esia", "file://C:/Users/me/esia"],
])("gives the folder %s the address %s", (folder, address) => {
  expect(stateAddress(folder)).toBe(address);
});

it("says in one sentence which engine and providers serve", () => {
  const azuread = { name: "azuread", version: "6.9.1", words: [] } as const;
  const random = { name: "random", version: "4.21.2", words: [] } as const;
  const substitute = "substitute of this project";
  expect(
    servedBy(
      ENGINE,
      [azuread, random].map((plugin) => ({ ...plugin, origin: substitute })),
    ),
  ).toBe(
    "Engine: Pulumi 3.274.1 (built from Go modules); azuread: substitute of this project; random: substitute of this project.",
  );
  expect(
    servedBy({ command: "", origin: "from PATH", version: "3.300.1" }, [
      { ...azuread, origin: "unknown version from PATH" },
      { ...random, origin: "4.21.2 from your Pulumi home" },
    ]),
  ).toBe(
    "Engine: Pulumi 3.300.1 (from PATH); azuread: unknown version from PATH; random: 4.21.2 from your Pulumi home.",
  );
});
