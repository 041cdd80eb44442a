import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, ROOT), "utf8");
const filesOf = (folder: string, end: string) =>
  readdirSync(new URL(folder, ROOT))
    .filter((file) => file.endsWith(end))
    .map((file) => `${folder}${file}`);
const PAGES = ["README.md", "CONTRIBUTING.md", ...filesOf("docs/", ".md")];
const TEXTS = filesOf("failures/", ".ts");
/** Switches of Pulumi's that print what it is given, keys included: seen with 3.259, whatever a program does. */
const SWITCHES = /(?<![\w-])(?:-v[5-9]|--debug|--event-log|--logtostderr|--tracing|PULUMI_DEBUG_GRPC)(?![\w-])/;

describe("Pulumi's switches that write keys in clear", () => {
  it.each(["-v5", "-v9", "--debug", "--event-log", "PULUMI_DEBUG_GRPC"])(
    "%s is named where the README promises secrecy",
    (name) => {
      const promise = read("README.md")
        .split("\n- ")
        .find((item) => item.startsWith("write the key in clear, anywhere"));
      expect(promise).toContain(`\`${name}\``);
    },
  );

  it.each([...PAGES, ...TEXTS])("are nowhere recommended without saying so: %s", (file) => {
    const silent = read(file)
      .split(/\n\n|\n(?=[-|] )/)
      .filter((part) => SWITCHES.test(part) && !/in\s+clear/.test(part));
    expect(silent).toEqual([]);
  });
});
