/**
 * Records how Terraform's azuread asks the embedded tenant for what this project makes, into
 * test/recorded/terraform-azuread-<version>.json: `node test/tenant/recording/terraform.ts VERSION FOLDER`, where FOLDER holds
 * that version of terraform-provider-azuread, and `terraform` is on PATH.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Tenant } from "../../../dev/tenant/server.ts";
import { record, type Step } from "./record.ts";

const [version, provider] = process.argv.slice(2);
if (!version || !provider)
  throw new Error("Which azuread is it, and where? node test/tenant/recording/terraform.ts 3.9.0 FOLDER");

const CONFIGURATION = `
terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread" }
  }
}
provider "azuread" {}
variable "notes" { default = "Lets ESIA monitor this Microsoft 365 tenant." }
data "azuread_service_principal" "graph" { client_id = "00000003-0000-0000-c000-000000000000" }
data "azuread_service_principal" "management" { client_id = "c5393580-f805-4401-95e8-94b7a6ef2fc2" }
resource "azuread_application" "esia" {
  display_name = "esia"
  notes        = var.notes
  required_resource_access {
    resource_app_id = data.azuread_service_principal.graph.client_id
    resource_access {
      id   = data.azuread_service_principal.graph.app_role_ids["Reports.Read.All"]
      type = "Role"
    }
  }
  required_resource_access {
    resource_app_id = data.azuread_service_principal.management.client_id
    resource_access {
      id   = data.azuread_service_principal.management.app_role_ids["ActivityFeed.Read"]
      type = "Role"
    }
  }
}
resource "azuread_service_principal" "esia" { client_id = azuread_application.esia.client_id }
resource "azuread_app_role_assignment" "reports" {
  app_role_id         = data.azuread_service_principal.graph.app_role_ids["Reports.Read.All"]
  principal_object_id = azuread_service_principal.esia.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id
}
resource "azuread_app_role_assignment" "feed" {
  app_role_id         = data.azuread_service_principal.management.app_role_ids["ActivityFeed.Read"]
  principal_object_id = azuread_service_principal.esia.object_id
  resource_object_id  = data.azuread_service_principal.management.object_id
}
resource "azuread_application_password" "key" {
  application_id = azuread_application.esia.id
  display_name   = "ESIA key 1"
  end_date       = "2027-11-23T00:00:00Z"
}
`;

const run = (name: string, args: readonly string[]): Step => ({
  name,
  async run(tenant: Tenant, folder: string) {
    const work = join(folder, "terraform");
    mkdirSync(work, { recursive: true });
    writeFileSync(join(work, "main.tf"), CONFIGURATION);
    const rc = join(folder, "terraform.rc");
    const installed = `dev_overrides { "hashicorp/azuread" = ${JSON.stringify(resolve(provider))} }`;
    writeFileSync(rc, `disable_checkpoint = true\nprovider_installation {\n  ${installed}\n  direct {}\n}\n`);
    const env = { ...process.env, ...tenant.environment, TF_CLI_CONFIG_FILE: rc, CHECKPOINT_DISABLE: "1" };
    const child = spawn("terraform", args, { cwd: work, env, stdio: ["ignore", "inherit", "inherit"] });
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`terraform ended with ${code}.`);
  },
});

const APPLY = ["apply", "-auto-approve", "-no-color", "-input=false"];
await record(`terraform-azuread-${version}.json`, `terraform-provider-azuread ${version}`, [
  run("create", APPLY),
  run("re-run", APPLY),
  run("update", [...APPLY, "-var", "notes=Changed."]),
  run("another key", [...APPLY, "-var", "notes=Changed.", "-replace", "azuread_application_password.key"]),
  run("destroy", ["destroy", "-auto-approve", "-no-color", "-input=false"]),
]);
