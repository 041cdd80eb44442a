/** Looks for a secret's value wherever it might have been written: raw, or as another writer would have encoded it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The shapes in which a text can hold a value. */
function shapes(value: string): { shape: string; text: string }[] {
  // Inside a longer text base64 depends on where the value begins: three shifts, without what its neighbours change.
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from("x".repeat(shift) + value).toString("base64");
    return { shape: "base64", text: encoded.slice(shift === 0 ? 0 : 4, -4) };
  });
  return [
    { shape: "raw", text: value },
    ...base64,
    ...base64.map(({ text }) => ({ shape: "base64url", text: text.replaceAll("+", "-").replaceAll("/", "_") })),
    { shape: "URL-encoded", text: encodeURIComponent(value) },
    { shape: "form-encoded", text: new URLSearchParams({ v: value }).toString().slice(2) },
    { shape: "JSON-escaped", text: JSON.stringify(value).slice(1, -1) },
    { shape: "hexadecimal", text: Buffer.from(value).toString("hex") },
  ];
}

/** @returns the shapes in which the text holds the value, each once */
export function shapesFound(value: string, text: string): string[] {
  return [...new Set(shapes(value).flatMap(({ shape, text: shaped }) => (text.includes(shaped) ? [shape] : [])))];
}

/** @returns "file: shape" for every file below the folders that holds the value */
export function filesHolding(value: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const file = join(entry.parentPath, entry.name);
        return shapesFound(value, readFileSync(file, "latin1")).map((shape) => `${file}: ${shape}`);
      }),
  );
}
