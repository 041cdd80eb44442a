/** Connects one Microsoft 365 tenant to ESIA: settings → keys → APIs → application → grants → secrets → outputs. */
import "./stack/plain-traces.ts";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import {
  declareManagementApi,
  lookUpApis,
  managementApi,
  NOT_SHOWN_YET,
  requireManagementApi,
  requireRoles,
  resolveRoles,
  wantsManagementApi,
} from "./apis.ts";
import { answered, decide, decided, decideOrWarn, explaining } from "./failures/in-a-run.ts";
import { explainedOnceEnded } from "./failures/last-word.ts";
import { clockLine } from "./keys/clock.ts";
import { heldSecrets } from "./keys/held.ts";
import { keyLife, keyNews } from "./keys/life.ts";
import { planSecrets } from "./keys/plan.ts";
import type { DeclaredSecret } from "./keys/secret.ts";
import { pretended, today as todayIs } from "./keys/today.ts";
import * as clouds from "./microsoft/clouds.ts";
import { isLoopback } from "./microsoft/this-machine.ts";
import { nextSteps, recipes } from "./next-steps.ts";
import { toldSecret } from "./operator/credentials.ts";
import { refusalOfFirstRun } from "./operator/first-run.ts";
import { takesAway } from "./permissions.ts";
import { isPipeline } from "./pipeline/held.ts";
import { declarePipeline, identity, identityAsHeld, ownBeside } from "./pipeline/identity.ts";
import { MAKES_PIPELINE, ownership, TAKES_OWNERS_AWAY } from "./pipeline/ownership.ts";
import { inTenant, NamesInReports, namesAsHeld } from "./reports/names-in-reports.ts";
import { adoptedKeys, readKeyRules } from "./settings.ts";
import { adoptionLine, importing, NOTHING } from "./stack/adopting.ts";
import * as asHeld from "./stack/as-held.ts";
import { askedFor } from "./stack/asked.ts";
import { pulumiCommand } from "./stack/command.ts";
import { requireWholeGrants } from "./stack/half-made.ts";
import { readHeld } from "./stack/held.ts";
import { AS_PIPELINE, leftNote, leftToAdministrator, requireApplication } from "./stack/left-to-administrator.ts";
import { NAMES, stackTag, TAGS } from "./stack/names.ts";
import { notPinned, ownTenant, requireEmbedded, requireOwnTenant } from "./stack/own-tenant.ts";
import { refusal, say } from "./stack/say.ts";
import { seenTenant } from "./stack/seen-tenant.ts";

const command = (words: string) => pulumiCommand(words, pulumi.getStack());

// The engine can end a run without a word to the program: it has one of its own then.
explainedOnceEnded();

// Which day it is, and what earlier runs made, by the stack's own state. How long the key works is said before all else.
const config = pulumi.runtime.allConfig();
const provider = new pulumi.Config("azuread");
const asOf = process.env["ESIA_AS_OF"];
const metadataHost = provider.get("metadataHost") || process.env["ARM_METADATA_HOSTNAME"];
const embedded = isLoopback(metadataHost);
decide(() => requireEmbedded(pulumi.getStack(), metadataHost));
const today = decide(() => todayIs({ asOf, preview: pulumi.runtime.isDryRun(), embedded, now: Date.now(), command }));
const held = await readHeld();
const holds = (logical: string) => held.some(({ name }) => name === logical);
const secrets = decide(() => heldSecrets(held, today, command));
await say(keyLife(secrets, today));
await say(pretended(asOf));

// Which keys exist after this run. A key that is due is always made: what else was asked for can then be left, and is.
const rules = decide(() => readKeyRules(config, command));
const lastNumber = asHeld.lastSecretNumber(held);
const above = decide(() => adoptedKeys(config, { secrets, lastNumber, command }));
const plan = decide(() => planSecrets(secrets, rules, today, { lastNumber, above, command }));
const renewsOnly = asHeld.renewsOnly(plan, held);

// What else the operator asks for, decided before the tenant is asked anything; in a run that only renews, what is wrong is said.
const cloud = decide(() => clouds.cloud(provider.get("environment"), process.env["ARM_ENVIRONMENT"]));
const decideUnlessRenewing = <Result>(decision: () => Result): Result | undefined | Promise<Result | undefined> =>
  renewsOnly ? decideOrWarn(decision, asHeld.leftAsItIs(plan.newest.number)) : decide(decision);
const isSecret = toldSecret(process.env["PULUMI_CONFIG_SECRET_KEYS"]);
const asked = await decideUnlessRenewing(() => askedFor(config, cloud, held, { isSecret, command }));
for (const text of asked?.warnings ?? []) await say({ severity: "warn", text });
await decideUnlessRenewing(() => requireWholeGrants(held, command));

// The tenant that the sign-in leads to must be the stack's own: names, grants and keys of another are none of this stack's.
const own = ownTenant(held);
const known = { ownTenantId: own.tenantId, omit: asked?.settings.omit, made: !holds(NAMES.application) };
const hooks = { onError: [explaining(known)] };
// An operator who could not touch the application again must not make it: whether he is one is asked beside the look-ups.
const firstRun = asked && { held, owners: asked.settings.owners, config, stack: pulumi.getStack() };
const [found, stuck] = await Promise.all([lookUpApis(known), firstRun && refusalOfFirstRun(firstRun)]);
const { tenantId: configured, objectId: operator } = await answered(azuread.getClientConfig(), known);
const seen = await decided(seenTenant(own, found.graph.objectId, configured, { config, command }));
decide(() => requireOwnTenant(own, seen, command));
if (!holds(NAMES.application) && !provider.get("tenantId")) {
  await say({ severity: "warn", text: notPinned(seen.tenantId, command) });
}
await decideUnlessRenewing(() => requireManagementApi(found.management, holds(NAMES.managementApi), command));
await decideUnlessRenewing(() => requireRoles(found, asked?.settings.omit ?? []));
// The pipeline may make keys and no more: what it may not change it leaves as the state has it, and says so.
const byPipeline = isPipeline(operator, held);
if (byPipeline) decide(() => requireApplication(held, command));
const labels = renewsOnly ? undefined : asked?.settings;
const changes = renewsOnly || byPipeline ? undefined : asked;
const itsIdentity = changes ? decide(() => identity(changes.settings, found.graph, command)) : identityAsHeld(held);
if (stuck) throw refusal(stuck);
const showing = changes
  ? changes.reports.showing && (await decided(inTenant(changes.reports.showing, configured, { config, command })))
  : namesAsHeld(held);

// Nothing refuses any more: what this run does, and what it leaves.
await say(keyNews(secrets, plan, today, command));
for (const note of plan.notes) await say(note);
const left = byPipeline && asked ? leftToAdministrator(asked.settings, held) : [];
await say(byPipeline ? AS_PIPELINE : changes ? changes.reports.line : asHeld.renewsOnlyLine(command));
if (left.length > 0) await say(leftNote(left, command));
const adopted = changes?.settings.adopt ?? NOTHING;
if (itsIdentity && !holds(NAMES.pipeline) && !adopted.ids[NAMES.pipeline]) {
  await say({ severity: "info", text: MAKES_PIPELINE });
}
await say(adoptionLine(adopted, held, command));

// The roles that ESIA needs, by the ids of this tenant. The Management API's principal is made where the tenant lacks it.
const wantsApi = changes !== undefined && wantsManagementApi(changes.settings.omit);
const makesApi = holds(NAMES.managementApi) || (wantsApi && !found.management);
if (makesApi && !found.management && pulumi.runtime.isDryRun()) {
  await say({ severity: "info", text: NOT_SHOWN_YET });
}
const management = managementApi(found.management, makesApi ? declareManagementApi(hooks) : undefined);
const roles = changes ? resolveRoles({ graph: found.graph, management }, changes.settings.omit) : [];

// What exists already is taken into the state instead of being made, where esia:adopt says so.
const taken = importing(adopted, held);

// The stack's mark, made first: display names are not unique, so this tells which application belongs to this stack.
const mark = new random.RandomUuid(NAMES.mark, {}, taken(NAMES.mark));

// Before the application, which tells other stacks by tags that names are shown, and is gone when they are hidden again.
const names = showing && new NamesInReports({ ...showing, mark: mark.result });

// The identity under which a pipeline renews keys, where there is to be one. It owns the application, and nothing else.
const pipeline = itsIdentity && declarePipeline(itsIdentity, mark.result, hooks, taken);
const listed = changes?.settings.owners ?? [];
const owns = changes && pipeline && ownership(listed, held);
if (owns?.takesOthersAway) await say({ severity: "warn", text: TAKES_OWNERS_AWAY });
const owners = [...listed, ...(owns?.how === "named" && pipeline?.objectId ? [pipeline.objectId] : [])];

// The application: for this tenant only, without any way for a person to sign in. What it asks for here is only a request.
const application = new azuread.Application(
  NAMES.application,
  {
    displayName: labels?.displayName ?? asHeld.displayName(held),
    signInAudience: "AzureADMyOrg",
    preventDuplicateNames: true,
    fallbackPublicClientEnabled: false,
    requiredResourceAccesses: [...new Set(roles.map(({ appId }) => appId))].map((appId) => ({
      resourceAppId: appId,
      resourceAccesses: roles
        .filter((role) => role.appId === appId)
        .map(({ appRoleId }) => ({ id: appRoleId, type: "Role" })),
    })),
    tags: [TAGS.hidden, mark.result.apply(stackTag), ...(names?.tags ?? [])],
    notes: [
      "Lets ESIA monitor this Microsoft 365 tenant. Made and kept by Pulumi, project esia: change it there, not here.",
      ...(asked?.settings.notes ? [asked.settings.notes] : []),
    ].join("\n\n"),
    ...(owners.length > 0 && { owners }),
    ...(labels?.serviceManagementReference && { serviceManagementReference: labels.serviceManagementReference }),
  },
  { hooks, ...taken(NAMES.application), ignoreChanges: asHeld.ignoredOfApplication({ changes, labels, asked, owns }) },
);

// One that is there already keeps its owners: the pipeline is made one beside them.
const beside = changes ? owns?.how === "beside" : holds(NAMES.pipelineOwnership);
if (pipeline && beside) ownBeside(pipeline, application, { hooks, ...taken(NAMES.pipelineOwnership) });

// Its face in this tenant: hidden from users' launchers, and nobody is assigned to it.
const principal = new azuread.ServicePrincipal(
  NAMES.principal,
  {
    clientId: application.clientId,
    appRoleAssignmentRequired: true,
    tags: [TAGS.hidden],
    ...(listed.length > 0 && { owners: listed }),
  },
  {
    deletedWith: application,
    hooks,
    ...taken(NAMES.principal),
    ...(!changes && { ignoreChanges: asHeld.PRINCIPAL }),
  },
);

// A request is not a grant: each role is granted by an assignment of its own, removed one by one on destroy, so that an
// application restored from Entra's bin comes back powerless. Consent can be left to others.
const grants = changes ? (changes.settings.grantConsent ? roles : []) : asHeld.grants(held);
for (const { name, appRoleId, resourceObjectId } of grants) {
  new azuread.AppRoleAssignment(
    name,
    { appRoleId, principalObjectId: principal.objectId, resourceObjectId },
    { hooks, ...taken(name) },
  );
}
await say(takesAway(held, grants));

// The keys, numbered, each a resource of its own, so that a new one never costs the old one. An end is fixed when the key
// is made: a later day or another esia:secretMonths must not replace it.
const declareSecret = ({ number, displayName, endDate }: DeclaredSecret) =>
  new azuread.ApplicationPassword(
    `${NAMES.secret}${number}`,
    { applicationId: application.id, displayName, endDate },
    { deletedWith: application, ignoreChanges: ["displayName", "endDate"], hooks },
  );
const key = declareSecret(plan.newest);
for (const older of plan.kept) declareSecret(older);
if (plan.made && !asOf && !pulumi.runtime.isDryRun()) key.startDate.apply((start) => say(clockLine(start, today)));

// The outputs: a contract, described in the README. Those that do not apply are left out.
const { clientId } = application;
// Entra's own word: what is configured can be a domain, or nothing.
const tenantId = principal.applicationTenantId;
const consentGiven = changes?.settings.grantConsent ?? grants.length > 0;
const olderSecrets = plan.older.map(({ number, keyId, endDate }) => ({ number, keyId, expires: endDate }));
export default {
  tenantId,
  clientId,
  clientSecret: pulumi.secret(key.value),
  secretNumber: plan.newest.number,
  secretKeyId: key.keyId,
  secretExpires: key.endDate,
  rotatesFrom: plan.rotatesFrom.toString(),
  ...(olderSecrets.length > 0 && { previousSecret: olderSecrets[0], olderSecrets }),
  ...(pipeline && { pipelineClientId: pipeline.clientId }),
  applicationUrl: clientId.apply((id) => clouds.applicationUrl(cloud, id)),
  ...(!consentGiven && {
    consentUrl: pulumi.all([tenantId, clientId]).apply((ids) => clouds.consentUrl(cloud, ...ids)),
  }),
  ...recipes(
    plan.newest.number,
    plan.older.map(({ number }) => number),
    command,
  ),
  nextSteps: pulumi.all([tenantId, clientId, names ? names.names : undefined]).apply(([tenant, client, now]) =>
    nextSteps({
      command,
      stack: pulumi.getStack(),
      tenantId: tenant,
      clientId: client,
      newest: plan.newest.number,
      made: plan.made,
      older: plan.older.map(({ number, endDate }) => ({ number, until: endDate.slice(0, 10) })),
      rotatesFrom: plan.rotatesFrom.toString(),
      lifeDays: plan.lifeDays,
      consentGiven,
      namesShown: now === "shown" ? !holds(NAMES.reports) || undefined : names && false,
    }),
  ),
};
