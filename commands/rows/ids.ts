/** A stable id for what a row looked at: texts for people may get better, ids stay. Pure. */
import { APIS, PERMISSIONS } from "../../permissions.ts";

/** By the text in the column CHECK. test/rows/ids.test.ts holds them against what the commands say and docs/commands.md. */
export const IDS: Readonly<Record<string, string>> = {
  "Admin consent": "consent",
  Application: "application",
  Backend: "backend",
  "Audit log": "audit-log",
  "Client ID": "client-id",
  "Client secrets": "client-secrets",
  Credentials: "credentials",
  Date: "date",
  "Encryption of the state": "state-encryption",
  "Everything else": "rest",
  Grants: "grants",
  "Interrupted run": "interrupted-run",
  Key: "key",
  "Key's life": "key-life",
  Keys: "keys",
  "Left to an administrator": "left-to-administrator",
  Lock: "lock",
  "Names in reports": "names-in-reports",
  "Newer key": "newer-key",
  Node: "node",
  "Older keys": "key-use",
  Pipeline: "pipeline",
  "Policy on client secrets": "secret-policy",
  "Pulumi engine": "engine",
  "Right for names in reports": "right-names",
  "Right to add owners": "right-owners",
  "Right to grant Graph roles": "right-grant-graph",
  "Right to grant Management API roles": "right-grant-management",
  "Right to make the application": "right-application",
  "Right to renew the key": "right-renew",
  "Service principal": "service-principal",
  Settings: "settings",
  "Sign-in": "sign-in",
  Stack: "stack",
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
  if (kind) return check.replace(new RegExp(`${kind[0].source}.*`), kind[1]);
  return Object.hasOwn(IDS, check) ? (IDS[check] as string) : check.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
