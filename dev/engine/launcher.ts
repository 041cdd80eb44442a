/** A file's name as an executable that the engine finds: it looks for `.exe` and `.cmd` on Windows. */
export function launcherName(name: string, platform: string = process.platform): string {
  return platform === "win32" ? `${name}.cmd` : name;
}

/**
 * A script that starts a program and hands its arguments on.
 *
 * @param words the program in full, because the engine starts plugins with whatever PATH it has, and its first arguments
 */
export function launcherText(words: readonly string[], platform: string = process.platform): string {
  if (platform === "win32") return `@${words.map((word) => `"${word.replaceAll("%", "%%")}"`).join(" ")} %*\r\n`;
  // exec: the engine's signals reach the program itself.
  return `#!/bin/sh\nexec ${words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ")} "$@"\n`;
}
