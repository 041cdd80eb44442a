import { spawnSync } from "node:child_process";
import { expect, inject, it } from "vitest";
import { PULUMI_COMMANDS } from "../support/pulumi-commands.ts";

it.each(Object.entries(PULUMI_COMMANDS))("the engine knows what pages tell to type: pulumi %s", (command, options) => {
  const { status, stdout, stderr } = spawnSync("pulumi", [...command.split(" "), "--help"], {
    encoding: "utf8",
    env: inject("engines"),
  });
  expect(status, stderr).toBe(0);
  // An unknown second word shows the help of the first alone; some words are short for another ("stack rm").
  const [first, second] = command.split(" ");
  expect(stdout).toMatch(new RegExp(`Usage:\\n +pulumi ${first}${second ? " [a-z-]{2,}" : ""}( |\\n)`));
  const known = [...stdout.matchAll(/(?<=\s)--[a-z-]+/g)].map(([option]) => option);
  expect(options.filter((option) => !known.includes(option))).toEqual([]);
});
