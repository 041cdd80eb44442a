import { join } from "node:path";
import type { OfficialDownload } from "./official-download.ts";
import { lastLines, runProgram } from "./run-program.ts";

/**
 * The system's own `tar`. Windows 10 and newer have one that reads zip files too; it is named in full because another
 * one on PATH (that of Git) does not.
 */
export function tarCommand(platform: string, env: NodeJS.ProcessEnv): string {
  return platform === "win32" ? join(env["SystemRoot"] ?? "C:\\Windows", "System32", "tar.exe") : "tar";
}

/** Unpacks the official archive into a folder, without the folders around the executables. */
export async function unpack(archive: string, what: OfficialDownload, folder: string): Promise<void> {
  const command = tarCommand(process.platform, process.env);
  const ended = await runProgram(command, [what.unpack, archive, "-C", folder, `--strip-components=${what.depth}`]);
  if (ended.code !== 0) throw new Error(`the archive could not be unpacked (${lastLines(ended.stderr)})`);
}
