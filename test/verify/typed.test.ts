import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { typedUnseen } from "../../commands/verify/typed.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

/** A terminal: it echoes by itself whatever is typed while it is not raw. */
class Terminal extends PassThrough {
  readonly isTTY = true;
  isRaw = false;
  shown = "";
  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    return this;
  }
  type(text: string): void {
    if (!this.isRaw) this.shown += text;
    this.write(text);
  }
}

function sit() {
  const terminal = new Terminal();
  const show = (text: string) => {
    terminal.shown += text;
  };
  return { terminal, typed: typedUnseen(terminal, show) };
}

describe("values typed at a terminal", () => {
  it("are asked for by name and never shown, and three of them need no Ctrl-D", async () => {
    const { terminal, typed } = sit();
    for (const line of ["T", "C", "abc8Q~K"]) terminal.type(`${line}\r`);
    expect(await typed).toBe("T\nC\nabc8Q~K");
    expect(terminal.shown).toBe(
      "Type or paste the three values, a line each, or a JSON object; nothing of it is shown.\n" +
        "Tenant ID: \nClient ID: \nKey: \n",
    );
    expect(terminal.isRaw).toBe(false);
  });

  it("can be corrected before the line ends", async () => {
    const { terminal, typed } = sit();
    terminal.type("T\rC\rabx\u007fc8Q~K\r");
    expect(await typed).toBe("T\nC\nabc8Q~K");
  });

  it("can be pasted as a JSON object of several lines", async () => {
    const { terminal, typed } = sit();
    terminal.type('{\r"tenantId": "T",\r"clientId": "C",\r"clientSecret": "abc8Q~K"\r}\r');
    expect(JSON.parse(await typed)).toEqual({ tenantId: "T", clientId: "C", clientSecret: "abc8Q~K" });
    expect(terminal.shown).not.toContain("8Q~");
  });

  it("end early at Ctrl-D, with what there is", async () => {
    const { terminal, typed } = sit();
    terminal.type("T\r\u0004");
    expect(await typed).toBe("T");
    expect(terminal.isRaw).toBe(false);
    expect(terminal.shown).toMatch(/Client ID: \n$/);
  });

  it("end at Ctrl-C with nothing verified, and the terminal as it was", async () => {
    const { terminal, typed } = sit();
    terminal.type("T\rabc8Q~K\u0003");
    await expect(typed).rejects.toThrow(new CannotRun("Interrupted: nothing was verified."));
    expect(terminal.isRaw).toBe(false);
    expect(terminal.shown).not.toContain("8Q~");
  });
});
