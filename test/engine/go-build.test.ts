import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { buildArguments } from "../../dev/engine/build.ts";
import { ENGINE_VERSION } from "../../machine/versions.ts";

it("builds what go.mod pins, and never changes go.mod", async () => {
  const goMod = await readFile(new URL("../../dev/engine/go.mod", import.meta.url), "utf8");
  expect(goMod).toContain(`\nrequire github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}\n`);
  expect(buildArguments("/out/pulumi")).toEqual([
    "build",
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
