import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DOCS = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
const pages = ["README.md", "CONTRIBUTING.md", ...DOCS.map((name) => `docs/${name}`)];
const read = (page: string) => readFileSync(join(ROOT, page), "utf8");

/** As GitHub makes it of a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

it.each(pages)("every link of %s leads to a page that is there, and to a heading on it", (page) => {
  for (const [, target = ""] of read(page).matchAll(/\]\(([^)]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [file, heading] = target.split("#");
    const path = file === "" ? page : join(dirname(page), file ?? "");
    expect(existsSync(join(ROOT, path)), `${page} links to ${target}`).toBe(true);
    if (heading === undefined) continue;
    const anchors = [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => anchor(title));
    expect(anchors, `${page} links to ${target}`).toContain(heading);
  }
});
