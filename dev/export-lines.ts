/**
 * The lines that set an environment, for the reader's shell.
 * @param platform as `process.platform`: PowerShell on Windows, else a POSIX shell
 */
export function exportLines(environment: Readonly<Record<string, string | undefined>>, platform: string): string[] {
  return Object.entries(environment).map(([name, value = ""]) =>
    platform === "win32"
      ? `$env:${name} = '${value.replaceAll("'", "''")}'`
      : `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
  );
}
