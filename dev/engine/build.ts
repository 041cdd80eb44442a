import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findOnPath, pathOf } from "./on-path.ts";
import { duration, type Progress } from "./progress.ts";
import { lastLines, runProgram } from "./run-program.ts";
import { ENGINE_VERSION, goVersion, newEnough } from "./version.ts";

const MODULE = import.meta.dirname;

/** Where Go's own installers put it, when it is not on PATH (https://go.dev/doc/install). */
const USUAL_PLACES: Partial<Record<string, string>> = {
  linux: "/usr/local/go/bin",
  darwin: "/usr/local/go/bin",
  win32: "C:\\Program Files\\Go\\bin",
};

/** What `go build` is told, after pulumi's own release build (`.goreleaser.yml` of github.com/pulumi/pulumi). */
export function buildArguments(executable: string): string[] {
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;
  return [
    "build",
    "-v", // names each package as it is compiled: the progress
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false",
    "-tags=osusergo,grpcnotrace",
    `-ldflags=-s -w -X ${version}`,
    "-o",
    executable,
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ];
}

/**
 * What is missing for a build.
 *
 * @param printed what `go env GOVERSION` printed
 * @param goMod the text of go.mod
 * @returns a clause, or undefined when the build can start
 */
export function goObjection(printed: string, goMod: string): string | undefined {
  const needed = goVersion(/^go .*$/m.exec(goMod)?.[0] ?? "") ?? "0.0.0";
  const found = goVersion(printed);
  if (found && newEnough(found, needed)) return undefined;
  return `Go ${needed} or newer is needed, found ${printed.trim() || "none"}`;
}

/**
 * Builds the engine from the pinned modules; minutes on a cold machine. Go's own settings (GOPROXY, GOSUMDB, caches)
 * are the user's.
 *
 * @param executable the file to make
 * @throws Error with a clause that says why not
 */
export async function buildEngine(executable: string, progress: Progress, env = process.env): Promise<void> {
  const path = pathOf(env);
  const go = (await findOnPath("go", path)) ?? (await findOnPath("go", USUAL_PLACES[process.platform] ?? ""));
  if (!go) throw new Error("Go is not installed");
  // No C compiler is needed, and a go.work somewhere above does not count.
  const settings = { ...env, CGO_ENABLED: "0", GOWORK: "off" };
  // Asked inside the module: there a newer Go of the user's own, or one that Go fetches by itself, takes over.
  const asked = await runProgram(go, ["env", "GOVERSION"], { cwd: MODULE, env: settings, limit: 120_000 });
  const goMod = await readFile(join(MODULE, "go.mod"), "utf8");
  if (asked.code !== 0) throw new Error(`Go cannot be used (${lastLines(asked.stderr)})`);
  const objection = goObjection(asked.stdout, goMod);
  if (objection) throw new Error(objection);

  progress.say(`Building Pulumi ${ENGINE_VERSION} from its Go modules: 3 to 6 minutes on 2 cores, once`);
  const started = Date.now();
  let downloaded = 0;
  let compiled = 0;
  let complaints = "";
  const onLine = (line: string) => {
    if (line.startsWith("go: downloading ")) downloaded += 1;
    else if (/^[\w./~-]+$/.test(line)) compiled += 1;
    else complaints += `${line}\n`;
  };
  const tell = () =>
    progress.update(`${duration(Date.now() - started)}: ${downloaded} modules fetched, ${compiled} packages compiled`);
  const clock = setInterval(tell, 1000);
  const ended = await runProgram(go, buildArguments(executable), { cwd: MODULE, env: settings, onLine });
  clearInterval(clock);
  if (ended.code !== 0) throw new Error(`go build failed (${lastLines(complaints || ended.stderr)})`);
  progress.say(`Built Pulumi ${ENGINE_VERSION} in ${duration(Date.now() - started)}`);
}
