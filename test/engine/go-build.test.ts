import { readFile } from "node:fs/promises";
import semver from "semver";
import { expect, it } from "vitest";
import { buildArguments } from "../../dev/engine/build.ts";
import { ENGINE_VERSION, LEAST_ENGINE, newEnough } from "../../machine/versions.ts";
import own from "../../package.json" with { type: "json" };

it("builds what go.mod pins, and never changes go.mod", async () => {
  const goMod = await readFile(new URL("../../dev/engine/go.mod", import.meta.url), "utf8");
  expect(goMod).toContain(`\nrequire github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}\n`);
  expect(buildArguments("/out/pulumi")).toEqual([
    "build",
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false",
    "-tags=osusergo,grpcnotrace",
    "-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.274.1",
    "-o",
    "/out/pulumi",
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ]);
});

it("brings an engine that is not older than the SDK of the program, and takes the oldest one that was tried", () => {
  expect(semver.gte(ENGINE_VERSION, own.dependencies["@pulumi/pulumi"])).toBe(true);
  expect([newEnough(ENGINE_VERSION), newEnough(LEAST_ENGINE)]).toEqual([true, true]);
});
