/** Connects one Microsoft 365 tenant to ESIA: settings → APIs → application → grants → secret → outputs. */
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { lookUpApis, resolveRoles } from "./apis.ts";
import * as clouds from "./cloud.ts";
import { answered, decide, explaining } from "./failures.ts";
import { heldSecrets } from "./held-secrets.ts";
import { keyLife } from "./key-life.ts";
import { nextSteps } from "./next-steps.ts";
import { refusalOfFirstRun } from "./operator/first-run.ts";
import { PERMISSIONS } from "./permissions.ts";
import { NamesInReports, planNames } from "./reports.ts";
import { type DeclaredSecret, planSecrets } from "./secrets.ts";
import { readSettings } from "./settings.ts";
import { readHeld } from "./state.ts";
import { today as todayIs } from "./today.ts";

// What the operator asked for, which cloud, and which day it is: everything from outside enters here.
const config = pulumi.runtime.allConfig();
const { settings, warnings } = decide(() => readSettings(config));
for (const warning of warnings) await pulumi.log.warn(warning);
const provider = new pulumi.Config("azuread");
const cloud = decide(() => clouds.cloud(provider.get("environment") ?? process.env["ARM_ENVIRONMENT"]));
const today = decide(() =>
  todayIs({
    asOf: process.env["ESIA_AS_OF"],
    preview: pulumi.runtime.isDryRun(),
    embedded: clouds.isLoopback(provider.get("metadataHost") ?? process.env["ARM_METADATA_HOSTNAME"]),
    now: Date.now(),
  }),
);

// What earlier runs made, by the stack's own state, and what that means for the keys today.
const held = await readHeld();
const inUse = decide(() => heldSecrets(held, today));
const plan = decide(() => planSecrets(inUse, settings, today));
const life = keyLife(inUse, plan, today);
await pulumi.log[life.severity](life.text);

// Names in the whole tenant's usage reports: personal data, shown only when asked for.
const reports = decide(() => planNames({ asked: settings.showNamesInReports, cloud, config, held }));
if (reports.line) await pulumi.log[reports.line.severity](reports.line.text);

// Before anything is made: an operator who could not touch the application again must not make it.
const stuck = await refusalOfFirstRun({ held, owners: settings.owners, config, stack: pulumi.getStack() });
if (stuck) throw new pulumi.RunError(stuck);

// The tenant's side of both APIs.
const hooks = { onError: [explaining()] };
const apis = await lookUpApis(
  held.some(({ name }) => name === "management-api"),
  hooks,
);
const { tenantId } = await answered(azuread.getClientConfig());

// The roles that ESIA needs, by the ids of this tenant. A role that an API does not offer ends the run here.
const roles = resolveRoles(apis, settings.omit);

// The stack's mark, made first: display names are not unique, so this tells which application belongs to this stack.
const mark = new random.RandomUuid("mark");

// Before the application, which tells other stacks by tags that names are shown, and is gone when they are hidden again.
const names = reports.operator && new NamesInReports({ tenantId, mark: mark.result, operator: reports.operator });

// The application: for this tenant only, without any way for a person to sign in. What it asks for here is only a request.
const application = new azuread.Application(
  "application",
  {
    displayName: settings.displayName,
    signInAudience: "AzureADMyOrg",
    preventDuplicateNames: true,
    fallbackPublicClientEnabled: false,
    requiredResourceAccesses: [...new Set(roles.map(({ appId }) => appId))].map((appId) => ({
      resourceAppId: appId,
      resourceAccesses: roles.filter((role) => role.appId === appId).map(({ id }) => ({ id, type: "Role" })),
    })),
    tags: ["HideApp", pulumi.interpolate`esia-stack:${mark.result}`, ...(names?.tags ?? [])],
    notes: [
      "Lets ESIA monitor this Microsoft 365 tenant. Made and kept by Pulumi, project esia: change it there, not here.",
      ...(settings.notes === "" ? [] : [settings.notes]),
    ].join("\n\n"),
    ...(settings.owners.length > 0 && { owners: settings.owners }),
    ...(settings.serviceManagementReference !== "" && {
      serviceManagementReference: settings.serviceManagementReference,
    }),
  },
  { hooks },
);

// Its face in this tenant: hidden from users' launchers, and nobody is assigned to it.
const principal = new azuread.ServicePrincipal(
  "service-principal",
  {
    clientId: application.clientId,
    appRoleAssignmentRequired: true,
    tags: ["HideApp"],
    ...(settings.owners.length > 0 && { owners: settings.owners }),
  },
  { deletedWith: application, hooks },
);

// A request is not a grant: each role is granted by an assignment of its own, removed one by one on destroy, so that an
// application restored from Entra's bin comes back powerless.
const grants = settings.grantConsent ? roles : [];
for (const { role, id, objectId } of grants) {
  new azuread.AppRoleAssignment(
    `grant-${role}`,
    { appRoleId: id, principalObjectId: principal.objectId, resourceObjectId: objectId },
    { hooks },
  );
}
const lost = PERMISSIONS.filter(
  ({ role }) => held.some(({ name }) => name === `grant-${role}`) && !grants.some((grant) => grant.role === role),
);
if (lost.length > 0) {
  await pulumi.log.warn(
    `This run takes away what is granted now: ${lost.map(({ role }) => role).join(", ")}. ` +
      "ESIA loses it at once; undo the change of esia:omit or esia:grantConsent to keep it.",
  );
}

// The keys, numbered, each a resource of its own, so that a new one never costs the old one. An end is fixed when the key
// is made: a later day or another esia:secretMonths must not replace it.
const declareSecret = ({ number, displayName, endDate }: DeclaredSecret) =>
  new azuread.ApplicationPassword(
    `secret-${number}`,
    { applicationId: application.id, displayName, endDate },
    { deletedWith: application, ignoreChanges: ["displayName", "endDate"], hooks },
  );
const key = declareSecret(plan.newest);
if (plan.previous) declareSecret(plan.previous);

// The outputs: a contract, described in the README. Those that do not apply are left out.
const clientId = application.clientId;
export default {
  tenantId,
  clientId,
  clientSecret: pulumi.secret(key.value),
  secretNumber: plan.newest.number,
  secretKeyId: key.keyId,
  secretExpires: key.endDate,
  rotatesFrom: plan.rotatesFrom.toString(),
  ...(plan.previous && {
    previousSecret: { number: plan.previous.number, keyId: plan.previous.keyId, expires: plan.previous.endDate },
  }),
  applicationUrl: clientId.apply((id) => clouds.applicationUrl(cloud, id)),
  ...(!settings.grantConsent && { consentUrl: clientId.apply((id) => clouds.consentUrl(cloud, tenantId, id)) }),
  nextSteps: pulumi.output(names?.names).apply((now) =>
    nextSteps({
      stack: pulumi.getStack(),
      secretMonths: settings.secretMonths,
      consentGiven: settings.grantConsent,
      namesShown: names && now === "shown",
    }),
  ),
};
