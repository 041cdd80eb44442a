/** A clone of the project in a folder of its own, and npm in it on the system's own Node. */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { pathOf } from "../../machine/on-path.mjs";

export interface Ran {
  code: number;
  out: string;
  /** Standard output, then standard error. */
  all: string;
}

export class Clone {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;

  /** @param folder is made here @param env PATH and all else that commands get */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    // The system's own Node: what these tests run on may be one that the project fetched.
    const others = pathOf(env)
      .split(delimiter)
      .filter((part) => part !== dirname(process.execPath));
    this.env = { ...env, PATH: others.join(delimiter) };
    const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: PROJECT_FOLDER });
    for (const file of files.toString().trim().split("\n")) {
      if (existsSync(join(PROJECT_FOLDER, file)) && !file.startsWith("test/")) {
        cpSync(join(PROJECT_FOLDER, file), join(folder, file));
      }
    }
    mkdirSync(join(folder, ".dev"));
    // What was fetched and built once serves here, too.
    for (const name of ["node", "engine", "downloads"]) {
      const there = join(PROJECT_FOLDER, ".dev", name);
      if (existsSync(there)) symlinkSync(there, join(folder, ".dev", name));
    }
  }

  /** @param more over the clone's environment */
  async run(
    command: string,
    args: readonly string[],
    { input = "", more = {} }: { input?: string; more?: NodeJS.ProcessEnv } = {},
  ): Promise<Ran> {
    const child = spawn(command, args, { cwd: this.folder, env: { ...this.env, ...more } });
    child.stdin.end(input);
    const code = new Promise<number>((done, fail) => child.on("error", fail).on("close", (ended) => done(ended ?? 1)));
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, out, all: out + errors };
  }
}
