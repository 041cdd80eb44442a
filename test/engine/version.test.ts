import { expect, it } from "vitest";
import { engineVersion, goVersion, newEnough } from "../../dev/engine/version.ts";

it.each([
  ["v3.259.0\n", "3.259.0"],
  ["3.260.1", "3.260.1"],
  ["v3.260.0-alpha.x1234567", "3.260.0-alpha.x1234567"],
])("reads %j as %s", (printed, version) => {
  expect(engineVersion(printed)).toBe(version);
});

it.each(["", "\n", "pulumi: command not found", "v3", "3.259", "v3.259.0 and more"])(
  "takes %j for no version",
  (printed) => {
    expect(engineVersion(printed)).toBeUndefined();
  },
);

it.each(["3.259.0", "3.259.1", "3.300.0", "4.0.0"])("accepts engine %s", (version) => {
  expect(newEnough(version)).toBe(true);
});

it.each(["3.258.9", "3.9.0", "2.300.0", "3.259.0-alpha.1"])("finds engine %s too old", (version) => {
  expect(newEnough(version)).toBe(false);
});

it.each([
  ["go1.26.8\n", "1.26.8"],
  ["go1.26rc1", "1.26.0"],
  ["go1.25.11 X:nocoverageredesign", "1.25.11"],
  ["go 1.25.11", "1.25.11"],
])("reads Go's %j as %s", (printed, version) => {
  expect(goVersion(printed)).toBe(version);
});

it.each(["", "devel", "gopher 1.2"])("reads no Go version from %j", (printed) => {
  expect(goVersion(printed)).toBeUndefined();
});
