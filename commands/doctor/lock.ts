/**
 * Whether another run holds the stack, as far as that can be read without a change. No command of Pulumi's tells a file
 * backend's lock: it is a file (pulumi/pulumi, pkg/backend/diy/lock.go). Pulumi Cloud tells an update that goes on.
 */
import { readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { pulumiCommand } from "../../stack/command.ts";
import { PROJECT } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import type { AskPulumi } from "../stack/ask.ts";
import { parsed } from "./which-stack.ts";

const CHECK = "Lock";

/** @param url of the backend @returns a row only where the stack is locked, or that could not be read */
export async function lockRows(url: string, stack: string, pulumi: AskPulumi): Promise<Row[]> {
  const name = stack.split("/").at(-1) as string;
  const folder = folderOf(url);
  if (folder !== undefined) {
    const locks = join(folder, ".pulumi", "locks", "organization", PROJECT, name);
    try {
      return lockedRows(
        readdirSync(locks)
          .filter((file) => file.endsWith(".json"))
          .map((file) => holderIn(readFileSync(join(locks, file), "utf8"))),
        stack,
      );
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Before the first run, and when a run ends meanwhile.
      if (code === "ENOENT") return [];
      return [
        { check: CHECK, result: "fail", detail: `Whether a run holds the stack was not read: ${locks} (${code}).` },
      ];
    }
  }
  const listed = parsed((await pulumi(["stack", "ls", "--json", "--non-interactive"])).stdout);
  const busy = (Array.isArray(listed) ? listed : []).some(
    (one) => one?.updateInProgress === true && String(one.name).split("/").at(-1) === name,
  );
  return lockedRows(busy ? ["a run"] : [], stack);
}

/** Pure. @param holders who holds it, each in words */
export function lockedRows(holders: readonly string[], stack: string): Row[] {
  if (holders.length === 0) return [];
  return [
    {
      check: CHECK,
      result: "fail",
      detail: `The stack is locked by ${holders.join(" and ")}: the next run would be refused.`,
      next: `Wait for that run to end. Only when it is surely dead: ${pulumiCommand("cancel", stack)}.`,
    },
  ];
}

/** The folder of a file backend; undefined for another one. Pure, but for where home is. */
export function folderOf(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  const [path = ""] = url.slice("file://".length).split("?");
  // Pulumi takes the password file's home, whatever HOME says.
  return resolve(decodeURIComponent(path).replace(/^~(?=\/|$)/, () => userInfo().homedir));
}

function holderIn(text: string): string {
  const { pid, username, hostname, timestamp } = (parsed(text) ?? {}) as Record<string, unknown>;
  return `a run of ${username ?? "somebody"} on ${hostname ?? "some machine"} (process ${pid ?? "unknown"}, since ${timestamp ?? "an unknown time"})`;
}
