/** Several stacks in one backend, each with a tenant of its own: what a service provider has. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, type TestStack, withTenant } from "./stack.ts";

/**
 * Lives a life with stacks of the given names, none of which has run yet.
 * @param now the tenants' clock at the start
 */
export async function withFleet(
  names: readonly string[],
  life: (stacks: TestStack[]) => Promise<void>,
  now?: () => Date,
): Promise<void> {
  const stacks: TestStack[] = [];
  const begin = async ([name, ...rest]: readonly string[]): Promise<void> => {
    if (name === undefined) return life(stacks);
    const [first] = stacks;
    // One certificate for all: a process learns of one file alone when it starts.
    const fill = (folder: string) => {
      for (const file of first ? ["certificate.pem", "certificate.key"] : []) {
        copyFileSync(join(first?.folder ?? "", "tenant", file), join(folder, "tenant", file));
      }
    };
    await withTenant(
      async (stack) => {
        stack.name = name;
        for (const key of ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"]) {
          stack.env[key] = first?.env[key] ?? stack.env[key] ?? "";
        }
        await stack.succeed("stack", "init", name);
        // Nothing but its settings leads to the tenant: the commands on many stacks sign in nowhere.
        await stack.set("azuread:metadataHost", stack.tenant.metadataHost);
        await stack.set("azuread:tenantId", stack.tenant.tenantId);
        stacks.push(stack);
        await begin(rest);
      },
      { fill, ...(now && { now }) },
    );
  };
  await begin(names);
}

/** `npm run fleet` where the settings of all stacks are, without anybody signed in. */
export async function fleet([first, ...others]: readonly TestStack[], ...args: string[]): Promise<Ended> {
  if (!first) throw new Error("No stack.");
  for (const { folder, name } of others) {
    const settings = `Pulumi.${name}.yaml`;
    copyFileSync(join(folder, "project", settings), join(first.folder, "project", settings));
  }
  const nobody = { ARM_METADATA_HOSTNAME: "", ARM_TENANT_ID: "", ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "" };
  return first.command("fleet", args, nobody);
}
