import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CRITICAL, HELP, WARNING } from "../../commands/plugin/arguments.ts";
import { HELP as BUILD_HELP } from "../../commands/plugin/build-help.ts";
import { LEAST_NODE } from "../../commands/plugin/old-node.ts";

const page = readFileSync(new URL("../../docs/plugin.md", import.meta.url), "utf8");

it("docs/plugin.md has every option, with the defaults that are the code's", () => {
  const options = [HELP, BUILD_HELP].flatMap((help) => [...help.matchAll(/--[a-z]+/g)].map(([option]) => option));
  expect([...new Set(options)].filter((option) => !page.includes(option))).toEqual([]);
  expect(page).toContain(`| \`--warning ${WARNING}\`, \`-w\` |`);
  expect(page).toContain(`| \`--critical ${CRITICAL}\`, \`-c\` |`);
  expect(page).toContain(`Node ${LEAST_NODE}`);
});
