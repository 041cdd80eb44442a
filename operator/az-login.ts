/**
 * The command that signs a person in with the Azure CLI, in quotes. Without `--allow-no-subscriptions` the CLI refuses a tenant
 * that has Microsoft 365 and no Azure subscription, and keeps nobody signed in: "No subscriptions found" (azure-cli,
 * azure/cli/core/_profile.py). Pure.
 * @param tenant its id or domain
 * @param graphRoot where a token for Graph itself is wanted, which a policy may ask more for than for Azure
 */
export function azLogin(tenant: string, graphRoot?: string): string {
  const scope = graphRoot === undefined ? "" : ` --scope ${graphRoot}/.default`;
  return `'az login --tenant ${tenant} --allow-no-subscriptions${scope}'`;
}
