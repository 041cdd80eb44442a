import { describe, expect, it } from "vitest";
import type { Engine } from "../../dev/engine/engine.ts";
import { pulumiEnvironment, stateAddress } from "../../dev/engine/environment.ts";
import type { Plugin } from "../../dev/engine/plugin.ts";
import { servedBy } from "../../dev/engine/report.ts";

const ENGINE: Engine = {
  command: "/esia/.dev/engine/bin/pulumi",
  version: "3.259.0",
  origin: "build",
  languageHost: "substitute",
  folders: ["/esia/.dev/engine/bin"],
};
const AZUREAD: Plugin = {
  name: "azuread",
  version: "6.9.1",
  origin: "substitute",
  real: false,
  folders: ["/esia/.dev/substitutes"],
};
const RANDOM: Plugin = { ...AZUREAD, name: "random", version: "4.21.2" };
const RUN = {
  engine: ENGINE,
  plugins: [AZUREAD, RANDOM],
  home: "/esia/.dev/home",
  state: "/esia/.dev/s",
  passphrase: "p",
};

describe("the environment of pulumi", () => {
  it("puts the chosen plugins, engine and Node first, and keeps all else that is not Pulumi's", () => {
    const env = { PATH: "/usr/bin", HOME: "/home/me", SSL_CERT_FILE: "/cert.pem", ARM_TENANT_ID: "t" };
    expect(pulumiEnvironment(RUN, { env, node: "/opt/node/bin/node", platform: "linux" })).toEqual({
      HOME: "/home/me",
      SSL_CERT_FILE: "/cert.pem",
      ARM_TENANT_ID: "t",
      PATH: "/esia/.dev/substitutes:/esia/.dev/engine/bin:/opt/node/bin:/usr/bin",
      PULUMI_HOME: "/esia/.dev/home",
      PULUMI_BACKEND_URL: "file:///esia/.dev/s",
      PULUMI_CONFIG_PASSPHRASE: "p",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  });

  it.each([
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CREDENTIALS_PATH",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_STACK",
    "PULUMI_IGNORE_AMBIENT_PLUGINS",
    "pulumi_access_token",
  ])("has nothing of the user's %s", (name) => {
    const env = { [name]: "theirs" };
    expect(pulumiEnvironment(RUN, { env, node: "/node", platform: "linux" })).not.toHaveProperty(name);
  });

  it("has one PATH on Windows, whatever its spelling was", () => {
    const run = { ...RUN, plugins: [], engine: { ...ENGINE, folders: ["C:\\esia\\.dev\\engine\\bin"] } };
    const env = { Path: "C:\\Windows", SystemRoot: "C:\\Windows" };
    const made = pulumiEnvironment(run, { env, node: "C:\\node\\node.exe", platform: "win32" });
    expect(made["PATH"]).toBe("C:\\esia\\.dev\\engine\\bin;C:\\node;C:\\Windows");
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

it("says in one line which engine and providers serve", () => {
  expect(servedBy(ENGINE, [AZUREAD, RANDOM])).toBe(
    "Engine: Pulumi 3.259.0 (built from Go modules); azuread: substitute of this project; random: substitute of this project.",
  );
  expect(
    servedBy({ ...ENGINE, origin: "PATH", version: "3.300.1" }, [
      { ...AZUREAD, origin: "PATH", real: true, version: undefined },
      { ...RANDOM, origin: "installed", real: true },
    ]),
  ).toBe(
    "Engine: Pulumi 3.300.1 (from PATH); azuread: unknown version from PATH; random: 4.21.2 from your Pulumi home.",
  );
});
