import { delimiter } from "node:path";
import { findOnPath, pathOf } from "../../machine/on-path.mjs";
import { say, whileTelling } from "../../machine/progress.mjs";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import { ENGINE_VERSION } from "../../machine/versions.ts";

/** Where Go's own archive is unpacked to, when that is not on PATH (https://go.dev/doc/install). */
const USUAL_PLACE = "/usr/local/go/bin";

const MODULE = "github.com/pulumi/pulumi/pkg/v3";

/** What `go build` is told, after pulumi's own release build (`.goreleaser.yml` of github.com/pulumi/pulumi). */
export function buildArguments(executable: string): string[] {
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;
  const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", "-tags=osusergo,grpcnotrace"];
  return ["build", ...flags, `-ldflags=-s -w -X ${version}`, "-o", executable, `${MODULE}/cmd/pulumi`];
}

/** The `go` that a build takes, in full; undefined where there is none. */
export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  return findOnPath("go", [pathOf(env), USUAL_PLACE].join(delimiter));
}

/**
 * Builds the engine from the modules that go.mod pins; minutes on a cold machine. Go's own settings (GOPROXY, GOSUMDB,
 * caches, toolchain) are the user's. Too old a Go says so itself.
 *
 * @param executable the file to make
 * @throws Error with a clause that says why not
 */
export async function buildEngine(executable: string, env: NodeJS.ProcessEnv): Promise<void> {
  const go = findGo(env);
  if (!go) throw new Error("Go is not installed");
  say(`Building Pulumi ${ENGINE_VERSION} from its Go modules: 3 to 6 minutes on 2 cores, once`);
  // No C compiler is needed, and a go.work somewhere above does not count.
  const settings = { ...env, CGO_ENABLED: "0", GOWORK: "off" };
  const work = runProgram(go, buildArguments(executable), { cwd: import.meta.dirname, env: settings });
  const ended = await whileTelling("still building", work);
  if (ended.code !== 0) throw new Error(`go build failed (${lastLines(ended.stderr)})`);
}
