/** What a person types at a terminal, unseen: the key must not stand on the screen, nor in what the terminal remembers. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Writable } from "node:stream";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { isWhole, MOST } from "./given-values.ts";

const FIELDS = ["Tenant ID", "Client ID", "Key"];

/**
 * Reads lines without an echo until they are whole, or until Ctrl-D. The terminal is put back as it was in every case.
 * @param terminal the person's, such as process.stdin
 * @param show writes to the person
 * @throws CannotRun at Ctrl-C
 */
export function typedUnseen(terminal: Readable, show: (text: string) => void): Promise<string> {
  // Node's own line editing sets the terminal so that nothing is echoed; its echo goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: terminal, output: nowhere, terminal: true, historySize: 0 });
  const typed: string[] = [];
  let asked = false;
  const ask = () => {
    show(`${FIELDS[typed.length] ?? "More"}: `);
    asked = true;
  };
  const endLine = () => {
    if (asked) show("\n");
    asked = false;
  };
  show("Type or paste the three values, a line each, or a JSON object; nothing of it is shown.\n");
  ask();
  return new Promise((done, fail) => {
    lines.on("line", (line) => {
      endLine();
      if (line.trim() !== "") typed.push(line);
      const text = typed.join("\n");
      if (text.length > MOST || isWhole(text)) lines.close();
      else ask();
    });
    lines.on("SIGINT", () => {
      fail(new CannotRun("Interrupted: nothing was verified."));
      lines.close();
    });
    lines.on("close", () => {
      endLine();
      done(typed.join("\n"));
    });
  });
}
