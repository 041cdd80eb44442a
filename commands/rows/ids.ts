/** A stable id for what a row looked at: texts for people may get better, ids stay. Pure. */
import { APIS, PERMISSIONS } from "../../permissions.ts";

/** By the text in the column CHECK. test/rows/ids.test.ts holds them against what the commands say and docs/commands.md. */
export const IDS: Readonly<Record<string, string>> = {
  "Admin consent": "consent",
  Application: "application",
  Backend: "backend",
  Certificate: "certificate",
  "Audit log": "audit-log",
  "Client ID": "client-id",
  "Client secrets": "client-secrets",
  Credentials: "credentials",
  Date: "date",
  "Delegated grants": "delegated-grants",
  "Encryption of the state": "state-encryption",
  "Everything else": "rest",
  Grants: "grants",
  "Grant beyond ESIA's": "grant-beyond",
  "Grant to remove": "removed-grant",
  "Interrupted run": "interrupted-run",
  Key: "key",
  "Key not in the state": "key-beyond",
  "Key to remove": "removed-key",
  "Key's life": "key-life",
  "Identifier URIs": "change-identifier-uris",
  Keys: "keys",
  "Left to an administrator": "left-to-administrator",
  Lock: "lock",
  Name: "change-name",
  "Names in reports": "names-in-reports",
  "Newer key": "newer-key",
  Node: "node",
  Notes: "change-notes",
  "Older keys": "key-use",
  Owners: "change-owners",
  "Owners not declared": "owners",
  "Owners of the service principal": "change-principal-owners",
  Pipeline: "pipeline",
  "Policy on client secrets": "secret-policy",
  "Public client": "change-public-client",
  "Pulumi engine": "engine",
  "Redirect addresses": "change-redirect-addresses",
  "Requested permissions": "change-requests",
  "Right for names in reports": "right-names",
  "Right to add owners": "right-owners",
  "Right to grant Graph roles": "right-grant-graph",
  "Right to grant Management API roles": "right-grant-management",
  "Right to make the application": "right-application",
  "Right to renew the key": "right-renew",
  "Roles and scopes of its own": "change-own-roles",
  "Service management reference": "change-service-reference",
  "Service principal": "service-principal",
  "Service principal's switches": "change-principal",
  Setting: "setting",
  Settings: "settings",
  "Sign-in": "sign-in",
  Stack: "stack",
  Tags: "change-tags",
  Tenant: "tenant",
  "Tenant ID": "tenant-id",
  ...Object.fromEntries(Object.entries(APIS).map(([key, { name }]) => [name, `api-${key}`])),
  ...Object.fromEntries(PERMISSIONS.map(({ role }) => [role, `role-${role}`])),
};

/** What is looked at once for each thing of its kind. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^Use of /, "key-use"],
  [/^Extra: /, "extra-role"],
  [/^Token for /, "token"],
  [/^Plugin (\w+)$/, "plugin-$1"],
];

/** @param check the text in the column CHECK */
export function idOf(check: string): string {
  const kind = KINDS.find(([words]) => words.test(check));
  if (kind) return check.replace(new RegExp(`${kind[0].source}.*`, "s"), kind[1]);
  return Object.hasOwn(IDS, check) ? (IDS[check] as string) : check.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
