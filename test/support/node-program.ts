import { chmodSync, writeFileSync } from "node:fs";

/**
 * Writes a program of Node's that a shell or another program starts by its name. The line "#!" alone would not do: it ends
 * at the first blank in Node's own path.
 *
 * @param file where it is to be, without an ending @param source CommonJS; its arguments begin at `process.argv[2]`
 * @param first arguments that go before those it is started with
 */
export function nodeProgram(file: string, source: string, first: readonly string[] = []): void {
  writeFileSync(`${file}.cjs`, source);
  const before = first.map((word) => ` ${word}`).join("");
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${file}.cjs"${before} "$@"\n`);
  chmodSync(file, 0o755);
}
