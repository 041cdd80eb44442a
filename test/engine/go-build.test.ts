import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { buildArguments, goObjection } from "../../dev/engine/build.ts";
import { ENGINE_VERSION } from "../../dev/engine/version.ts";

const GO_MOD = "module engine\n\ngo 1.25.11\n\nrequire github.com/pulumi/pulumi/pkg/v3 v3.259.0\n";

it.each(["go1.25.11", "go1.26.8\n", "go1.30rc1"])("accepts %j for a module that needs Go 1.25.11", (printed) => {
  expect(goObjection(printed, GO_MOD)).toBeUndefined();
});

it.each([
  ["go1.25.10", "Go 1.25.11 or newer is needed, found go1.25.10"],
  ["go1.9", "Go 1.25.11 or newer is needed, found go1.9"],
  ["", "Go 1.25.11 or newer is needed, found none"],
])("refuses %j", (printed, objection) => {
  expect(goObjection(printed, GO_MOD)).toBe(objection);
});

it("builds what go.mod pins, and never changes go.mod", async () => {
  const goMod = await readFile(new URL("../../dev/engine/go.mod", import.meta.url), "utf8");
  expect(goMod).toContain(`\nrequire github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}\n`);
  expect(buildArguments("/out/pulumi")).toEqual([
    "build",
    "-v",
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false",
    "-tags=osusergo,grpcnotrace",
    "-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0",
    "-o",
    "/out/pulumi",
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ]);
});
