import type { RunRequest } from "@pulumi/pulumi/proto/language_pb.js";

/**
 * How the official host (sdk/nodejs/cmd/pulumi-language-nodejs of github.com/pulumi/pulumi) starts a program, as far as
 * this project's Pulumi.yaml asks for it. Left out is `--sync`, a channel that the SDK (3.270.0) never opens.
 *
 * @param engine the engine's address
 * @param sdk the file behind `@pulumi/pulumi/cmd/run`
 * @returns the arguments of `node`, and what is added to its environment
 * @throws Error when Pulumi.yaml leaves TypeScript to the SDK
 */
export function programStart(request: RunRequest, engine: string, sdk: string) {
  const info = request.getInfo();
  const options = info?.getOptions()?.toJavaScript() ?? {};
  if (options["typescript"] !== false) throw new Error("this project's language host runs programs by Node alone");
  const named = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory(),
    stack: request.getStack(),
    pwd: info?.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  return {
    args: [
      ...String(options["nodeargs"] ?? "").split(" "),
      sdk,
      ...Object.entries(named).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info?.getEntryPoint() ?? ".",
      ...request.getArgsList(),
    ].filter(Boolean),
    env: {
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  };
}

/** The exit code of the SDK for "the user has been told" (`@pulumi/pulumi/cmd/run`). */
const TOLD = 32;

/**
 * What the engine is told about a program that ended: an error in words, empty when all went well, and `bail` when the
 * program has said itself what was wrong.
 *
 * @param code the exit code; null when a signal ended it
 */
export function runOutcome(code: number | null): { error: string; bail: boolean } {
  const bail = code === TOLD;
  return { error: code === 0 || bail ? "" : `Program exited with non-zero exit code: ${code ?? -1}`, bail };
}
