/**
 * Pulumi's commands as README, pages and texts name them, each with the options used: test/e2e/pulumi-commands.e2e.ts asks the
 * engine whether it knows them, test/docs/commands.test.ts holds the pages against this list.
 */
export const PULUMI_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  up: ["--config", "--continue-on-error", "--json", "--refresh", "--skip-preview", "--stack", "--yes"],
  preview: ["--json", "--stack"],
  refresh: ["--clear-pending-creates", "--stack", "--yes"],
  destroy: ["--continue-on-error", "--refresh", "--run-program", "--stack", "--yes"],
  cancel: ["--stack"],
  import: ["--stack"],
  login: [],
  logout: [],
  "config set": ["--path", "--stack"],
  "config rm": ["--path", "--stack"],
  "stack change-secrets-provider": ["--stack"],
  "stack export": ["--file", "--stack"],
  "stack import": ["--file", "--stack"],
  "stack init": ["--copy-config-from", "--secrets-provider"],
  "stack ls": [],
  "stack output": ["--json", "--show-secrets", "--stack"],
  "stack rename": ["--stack"],
  "stack rm": ["--force", "--remove-backups", "--yes"],
  "plugin install": [],
  "state delete": ["--stack", "--yes"],
  "env init": ["--file"],
  "env open": ["--format"],
};

/** Those that act on a stack and take the selected one, which may be another, where the name is left out. */
export const NEEDS_STACK: readonly string[] = Object.entries(PULUMI_COMMANDS)
  .filter(([, options]) => options.includes("--stack"))
  .map(([command]) => command);
