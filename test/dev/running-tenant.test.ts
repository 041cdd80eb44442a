import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { portTaken } from "../../dev/stack/running-tenant.ts";
import { settingsFile } from "../../dev/stack/settings-file.ts";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";

it("names the file that its port is read from, when another program has the port", () => {
  const dev = mkdtempSync(join(tmpdir(), "esia-dev-"));
  try {
    const said = portTaken(44_365, settingsFile(PROJECT_FOLDER, dev));
    const [, file = ""] = / write another port in (\S+) \(azuread:metadataHost\)/.exec(said) ?? [];
    expect(readFileSync(resolve(PROJECT_FOLDER, file), "utf8")).toContain("azuread:metadataHost: localhost:");
    expect(resolve(PROJECT_FOLDER, file)).not.toBe(join(PROJECT_FOLDER, "Pulumi.dev.yaml"));
    expect(portTaken(44_365, join(PROJECT_FOLDER, ".dev", "settings", "1", "Pulumi.dev.yaml"))).toBe(
      "Port 44365, where the embedded tenant of this folder listens, is taken by another program. Stop that program, or " +
        "write another port in .dev/settings/1/Pulumi.dev.yaml (azuread:metadataHost), then run the command again.",
    );
  } finally {
    rmSync(dev, { recursive: true, force: true });
  }
});
