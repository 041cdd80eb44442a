/** The same with Terraform and its azuread provider, where both are on PATH: another's figures beside our own. */
import { cpSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findOnPath, pathOf } from "../machine/on-path.mjs";
import { APIS, PERMISSIONS } from "../permissions.ts";
import { inFolder } from "./folder.ts";
import { measured } from "./measured.ts";
import { type Measured, START, slowTenant } from "./slow-tenant.ts";

export const TERRAFORM_STEPS = ["create", "nothing to do", "renewal", "destroy"] as const;
export type TerraformStep = (typeof TERRAFORM_STEPS)[number];

/** What serves. */
export interface Terraform {
  command: string;
  /** Where `terraform-provider-azuread` is. */
  providers: string;
}

/** @returns undefined where one of the two is not on PATH */
export function findTerraform(env: NodeJS.ProcessEnv): Terraform | undefined {
  const [command, provider] = ["terraform", "terraform-provider-azuread"].map((name) => findOnPath(name, pathOf(env)));
  return command && provider ? { command, providers: dirname(provider) } : undefined;
}

/** @param latency milliseconds that each answer of the tenant takes more */
export async function terraformLife(
  { command, providers }: Terraform,
  latency: number,
): Promise<Record<TerraformStep, Measured>> {
  return await inFolder(async (folder) => {
    const { tenant, step } = await slowTenant(folder, latency);
    try {
      const cwd = join(folder, "project");
      cpSync(join(import.meta.dirname, "terraform"), cwd, { recursive: true });
      const roles = Object.entries(APIS).map(([key, { appId }]) => [
        appId,
        PERMISSIONS.filter(({ api }) => api === key).map(({ role }) => role),
      ]);
      // The life of a key is the program's own, 24 months.
      const variables = { roles: Object.fromEntries(roles), end: "2028-11-22T00:00:00Z" };
      writeFileSync(join(cwd, "terraform.tfvars.json"), JSON.stringify(variables));
      const configuration = join(folder, "terraformrc");
      const overrides = `dev_overrides { "hashicorp/azuread" = ${JSON.stringify(providers)} }`;
      writeFileSync(configuration, `provider_installation {\n  ${overrides.replace("{", "{\n   ")}\n  direct {}\n}\n`);
      const env = {
        ...process.env,
        ...tenant.environment,
        TF_CLI_CONFIG_FILE: configuration,
        TF_IN_AUTOMATION: "1",
        CHECKPOINT_DISABLE: "1",
      };
      const terraform = (...args: string[]) =>
        step(() => measured(command, [...args, "-auto-approve", "-input=false", "-no-color"], { cwd, env }));
      const create = await terraform("apply");
      const nothing = await terraform("apply");
      tenant.clock.set(() => new Date(START + 86_400_000));
      const renewal = await terraform("apply", "-var", "key=2");
      const destroy = await terraform("destroy");
      return { create, "nothing to do": nothing, renewal, destroy };
    } finally {
      await tenant.close();
    }
  });
}
