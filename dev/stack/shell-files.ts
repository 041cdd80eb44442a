/** The environment for another terminal, as a file for each shell. */
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

type Environment = Readonly<Record<string, string>>;

/**
 * The lines that set an environment, by the ending of the shell's files.
 * @param environment what to set; of PATH only the folders that go first
 * @param between what separates the folders of a PATH
 */
export function shellFiles(environment: Environment, between = delimiter): Record<"sh" | "fish" | "ps1", string> {
  const { PATH = "", ...others } = environment;
  const of = (line: (name: string, value: string) => string) => Object.entries(others).map(([n, v]) => line(n, v));
  const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const inFish = (value: string) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const inPowerShell = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const file = (...lines: string[]) => `${lines.join("\n")}\n`;
  return {
    sh: file(`export PATH=${quoted(PATH)}:"$PATH"`, ...of((name, value) => `export ${name}=${quoted(value)}`)),
    fish: file(
      `set -gx PATH ${PATH.split(between).map(inFish).join(" ")} $PATH`,
      ...of((name, value) => `set -gx ${name} ${inFish(value)}`),
    ),
    ps1: file(
      `$env:PATH = ${inPowerShell(`${PATH}${between}`)} + $env:PATH`,
      ...of((name, value) => `$env:${name} = ${inPowerShell(value)}`),
    ),
  };
}

/**
 * Writes them for their owner alone: the operator's secret is in them, though it opens nothing but the invented tenant.
 * @param name of the files, before the ending
 */
export function writeShellFiles(environment: Environment, folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [ending, text] of Object.entries(shellFiles(environment))) {
    writeFileSync(join(folder, `${name}.${ending}`), text, { mode: 0o600 });
  }
}
