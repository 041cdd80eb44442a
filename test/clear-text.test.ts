import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesHolding, shapesFound } from "./support/clear-text.ts";

const value = `aB3~x"/+.${"q".repeat(8)}Z_9-`;

describe("the search for clear-text secrets", () => {
  it.each([
    ["raw", `key=${value};`],
    ["base64", Buffer.from(value).toString("base64")],
    ["base64", Buffer.from(`{"a":"${value}"}`).toString("base64")],
    ["base64", Buffer.from(`user:${value}`).toString("base64")],
    ["base64url", Buffer.from(`1${value}2`).toString("base64url")],
    ["URL-encoded", `client_secret=${encodeURIComponent(value)}&x=1`],
    ["JSON-escaped", JSON.stringify({ key: value })],
    ["hexadecimal", Buffer.from(value).toString("hex")],
  ])("finds a planted one that is %s", (shape, text) => {
    expect(shapesFound(value, text)).toContain(shape);
  });

  it("finds nothing where there is nothing", () => {
    expect(shapesFound(value, value.slice(0, -1) + Buffer.from("other").toString("base64"))).toEqual([]);
  });

  it("finds it in files of folders below", () => {
    const folder = mkdtempSync(join(tmpdir(), "esia-"));
    try {
      writeFileSync(join(folder, "log.txt"), `POST client_secret=${encodeURIComponent(value)}`);
      expect(filesHolding(value, [folder])).toEqual([`${join(folder, "log.txt")}: URL-encoded`]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
