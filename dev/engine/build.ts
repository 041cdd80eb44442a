import { delimiter } from "node:path";
import { findOnPath, pathOf } from "../../machine/on-path.mjs";
import { type Progress, whileTelling } from "../../machine/progress.mjs";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import { ENGINE_VERSION } from "../../machine/versions.ts";

/** Where Go's own archive is unpacked to, when that is not on PATH (https://go.dev/doc/install). */
const USUAL_PLACE = "/usr/local/go/bin";

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
 * Builds the engine from the modules that go.mod pins; minutes on a cold machine. Go's own settings (GOPROXY, GOSUMDB,
 * caches, toolchain) are the user's. Too old a Go says so itself.
 *
 * @param executable the file to make
 * @throws Error with a clause that says why not
 */
export async function buildEngine(executable: string, progress: Progress, env = process.env): Promise<void> {
  const go = findOnPath("go", [pathOf(env), USUAL_PLACE].join(delimiter));
  if (!go) throw new Error("Go is not installed");
  progress.say(`Building Pulumi ${ENGINE_VERSION} from its Go modules: 3 to 6 minutes on 2 cores, once`);
  let downloaded = 0;
  let compiled = 0;
  let complaints = "";
  const onLine = (line: string) => {
    if (line.startsWith("go: downloading ")) downloaded += 1;
    else if (/^[\w./~-]+$/.test(line)) compiled += 1;
    else complaints += `${line}\n`;
  };
  const ended = await whileTelling(
    progress,
    (elapsed) => `${elapsed}: ${downloaded} modules fetched, ${compiled} packages compiled`,
    runProgram(go, buildArguments(executable), {
      cwd: import.meta.dirname,
      // No C compiler is needed, and a go.work somewhere above does not count.
      env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
      onLine,
    }),
  );
  if (ended.code !== 0) throw new Error(`go build failed (${lastLines(complaints || ended.stderr)})`);
}
