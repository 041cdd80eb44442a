// What npm kept of a command's options. PowerShell takes an unquoted `--` away before npm sees it (npm/cli issue 4903), and
// npm then reads `--stack NAME` as a setting of its own: the option arrives as an environment variable, or nowhere.

/** The options of the commands here, and those of Pulumi's that `npm start` is used with; test/machine holds the two together. */
export const OPTIONS = [
  "at-once",
  "client-id",
  "continue-on-error",
  "critical",
  "diff",
  "due",
  "gcc",
  "groups",
  "json",
  "key",
  "only",
  "out",
  "path",
  "plugin",
  "preview-only",
  "previous",
  "refresh",
  "remove-grant",
  "remove-secret",
  "run-program",
  "show-secrets",
  "skip-preview",
  "stack",
  "stdin",
  "target",
  "timeout",
  "verbose",
  "warn-days",
  "warning",
  "yes",
];

/**
 * A sentence for a command line whose `--` was lost, with what to type.
 *
 * @param {string} word the command @param {readonly string[]} args what reached it @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} undefined where nothing was lost
 */
export function tookByNpm(word, args, env) {
  // npm's own -c is --call.
  const lost = env["npm_config_call"] ? ["-c"] : [];
  for (const option of OPTIONS) {
    const given = args.some((arg) => arg === `--${option}` || arg.startsWith(`--${option}=`));
    if (env[`npm_config_${option.replaceAll("-", "_")}`] && !given) lost.push(`--${option}`);
  }
  if (lost.length === 0) return undefined;
  const command = word === "start" || word === "test" ? `npm ${word}` : `npm run ${word}`;
  return (
    `npm kept ${lost.join(", ")} for itself: options of a command follow --, and PowerShell takes that away unless it is ` +
    `quoted. Nothing was done. Type:\n\n  ${command} '--' ${lost.join(" … ")} …`
  );
}
