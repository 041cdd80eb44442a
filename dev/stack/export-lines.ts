/**
 * The lines that set an environment, for the reader's shell.
 * @param environment what to set; of PATH only the folders that go first
 * @param platform as `process.platform`: PowerShell on Windows, else a POSIX shell
 */
export function exportLines(environment: Readonly<Record<string, string>>, platform: string): string[] {
  const windows = platform === "win32";
  const quoted = (value: string) =>
    windows ? `'${value.replaceAll("'", "''")}'` : `'${value.replaceAll("'", `'\\''`)}'`;
  return Object.entries(environment).map(([name, value]) => {
    if (name === "PATH")
      return windows ? `$env:PATH = ${quoted(`${value};`)} + $env:PATH` : `export PATH=${quoted(value)}:"$PATH"`;
    return windows ? `$env:${name} = ${quoted(value)}` : `export ${name}=${quoted(value)}`;
  });
}
