import { shellWords } from "./shell-words.ts";

/** What the engine asks for when it has a program run: the parts of RunRequest (pulumi/proto/language.proto) that count. */
export interface RunRequest {
  readonly monitorAddress: string;
  readonly engineAddress: string;
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly rootDirectory: string;
  readonly programDirectory: string;
  readonly entryPoint: string;
  readonly args: readonly string[];
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly config: Readonly<Record<string, string>>;
  readonly configSecretKeys: readonly string[];
  /** `runtime.options` of Pulumi.yaml. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What is started: `node` with these arguments, and these variables added to the environment. */
export interface ProgramStart {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * How the official host (sdk/nodejs/cmd/pulumi-language-nodejs of github.com/pulumi/pulumi) starts a program. Left out
 * is `--sync`, a channel that the SDK (3.270.0) never opens. The program talks to the engine's own monitor.
 *
 * @param runPath the file behind `@pulumi/pulumi/cmd/run`
 * @throws Error with the official host's sentence when an option in Pulumi.yaml has the wrong type
 */
export function programStart(request: RunRequest, runPath: string): ProgramStart {
  const { options } = request;
  const typescript = option(options, "typescript", "boolean", "typescript option must be a boolean") ?? true;
  const tsconfig = option(options, "tsconfig", "string", "tsconfigpath option must be a string");
  const nodeargs = option(options, "nodeargs", "string", "nodeargs option must be a string") ?? "";
  const named: [string, string][] = [
    ["monitor", request.monitorAddress],
    ["engine", request.engineAddress],
    ["organization", request.organization],
    ["project", request.project],
    ["root-directory", request.rootDirectory],
    ["stack", request.stack],
    ["pwd", request.programDirectory],
  ];
  return {
    args: [
      ...shellWords(nodeargs),
      runPath,
      ...named.filter(([, value]) => value !== "").flatMap(([name, value]) => [`--${name}`, value]),
      ...(request.dryRun ? ["--dry-run"] : []),
      "--parallel",
      String(request.parallel),
      request.entryPoint,
      ...request.args,
    ],
    env: {
      PULUMI_CONFIG: JSON.stringify(oldStyle(request.config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.configSecretKeys),
      ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
      ...(tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
    },
  };
}

/** Keys as `namespace:config:name`, which every version of the SDK reads. */
function oldStyle(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace(/^([^:]+):(?:config:)?/, "$1:config:"), value]),
  );
}

interface Types {
  boolean: boolean;
  string: string;
}

function option<T extends keyof Types>(
  options: Readonly<Record<string, unknown>>,
  name: string,
  type: T,
  refusal: string,
): Types[T] | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  if (typeof value !== type) throw new Error(refusal);
  return value as Types[T];
}

/** What the engine is told about a program that ended. */
export interface RunOutcome {
  /** Empty when all went well. */
  readonly error: string;
  /** The program has said itself what was wrong: the engine stops without a further word. */
  readonly bail: boolean;
}

/** The exit code of the SDK for "the user has been told" (`@pulumi/pulumi/cmd/run`). */
const TOLD = 32;

/**
 * @param code the exit code; null when a signal ended it
 */
export function runOutcome(code: number | null): RunOutcome {
  if (code === 0) return { error: "", bail: false };
  if (code === TOLD) return { error: "", bail: true };
  return { error: `Program exited with non-zero exit code: ${code ?? -1}`, bail: false };
}
