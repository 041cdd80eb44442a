import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { firstRun, picture, terminalSvg } from "../../dev/picture/svg.ts";
import { runEvent } from "../../dev/stack/run-events.ts";
import { done, NEXT, proved, summary } from "../../dev/stack/summary.ts";
import { PERMISSIONS } from "../../permissions.ts";
import { grantName, NAMES } from "../../stack/names.ts";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const printed = read("docs/pictures/first-run.txt");
const [, tenantId, clientId] = /Tenant ID {3}(\S{36})\n {2}Client ID {3}(\S{36})\n/.exec(printed) ?? [];
const [, secretExpires, rotatesFrom] = /works until (\S+)\. A run from (\S+) on/.exec(printed) ?? [];

const ANEW =
  "When what a run prints was changed on purpose: npm start -- destroy; npm run -s start > docs/pictures/first-run.txt 2>&1; node dev/picture/draw.ts";

describe("the README's picture", () => {
  it("is in the README, and drawn from what was recorded of a run", () => {
    expect(read("README.md")).toContain("](docs/pictures/first-run.svg)");
    expect(read("docs/pictures/first-run.svg"), ANEW).toBe(picture(printed));
  });

  it("says what a run says today, in the same words", () => {
    const outputs = { tenantId, clientId, secretNumber: 1, secretExpires, rotatesFrom };
    const said = `${done({ create: 16 })}${summary(outputs)}\n\n${proved([])} (npm run verify -- --stack dev)\n`;
    expect(printed, ANEW).toContain(`\n\n${said}`);
    expect(printed.trimEnd().endsWith(NEXT.trimEnd()), ANEW).toBe(true);
  });

  it("names each thing that a first run makes, once", () => {
    const names = [
      ...[NAMES.mark, NAMES.application, NAMES.principal, `${NAMES.secret}1`],
      ...PERMISSIONS.map(({ role }) => grantName(role)),
    ];
    const made = (urn: string) =>
      runEvent(JSON.stringify({ resOutputsEvent: { metadata: { op: "create", urn } } })).line;
    const lines = [...names.map((name) => made(`x::${name}`)), made("urn:pulumi:dev::esia::pulumi:pulumi:Stack::x")];
    expect(printed.split("\n").filter((line) => line.startsWith("  + "))).toHaveLength(16);
    expect(
      printed
        .split("\n")
        .filter((line) => line.startsWith("  + "))
        .sort(),
      ANEW,
    ).toEqual(lines.sort());
  });

  it("fits a terminal, and holds no key", () => {
    for (const line of firstRun(printed)) expect(line.length).toBeLessThanOrEqual(80);
    expect(printed).toContain("  key         ********");
  });

  it("is not drawn of a run that did not succeed", () => {
    expect(() => firstRun("Key 1 is made in this run.\nerror: refused\n")).toThrow("record it anew");
  });

  it("shows letters that SVG has a use of its own for", () => {
    expect(terminalSvg(["a < b & c > d"], "x")).toContain(">a &lt; b &amp; c &gt; d</text>");
  });
});
