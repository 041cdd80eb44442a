import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
  CLOUD_APPLICATION_ADMINISTRATOR,
  GLOBAL_ADMINISTRATOR,
  PRIVILEGED_ROLE_ADMINISTRATOR,
} from "../../operator/directory-roles.ts";
import { type Account, type Condition, type Directory, findServicePrincipalByAppId, type User } from "./directory.ts";
import { EntraError } from "./entra-errors.ts";
import { AZURE_RESOURCE_MANAGER_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./microsoft-apis.ts";
import { createServicePrincipal } from "./service-principals.ts";

/** The administrator's object id, whom settings can name as an owner. */
export const ADMINISTRATOR_ID = "a4377bb3-603f-4722-9985-658d3247f1db";

/** Who can sign in to a new tenant: by the name before the @, what each may do and what stands in the way. */
const PEOPLE: readonly { id: string; name: string; displayName: string; roles: string[]; conditions: Condition[] }[] = [
  { id: ADMINISTRATOR_ID, name: "admin", displayName: "Administrator", roles: [GLOBAL_ADMINISTRATOR], conditions: [] },
  {
    id: "0b6b5a0e-7f0d-4d0b-9a55-2f6f2d6f4c01",
    name: "apps",
    displayName: "Makes applications",
    roles: [CLOUD_APPLICATION_ADMINISTRATOR],
    conditions: [],
  },
  {
    id: "3c1b8f52-64f1-4c39-8f0e-6f1f0a6f5d02",
    name: "grants",
    displayName: "Grants permissions",
    roles: [PRIVILEGED_ROLE_ADMINISTRATOR],
    conditions: [],
  },
  {
    id: "5d0a7c3b-2d1e-4a6f-b7c4-91b0e86a0e03",
    name: "nobody",
    displayName: "Without a role",
    roles: [],
    conditions: [],
  },
  {
    id: "7e9f1d24-8b6a-4f35-a0d3-c4a7d9f3b104",
    name: "mfa",
    displayName: "Second factor for Graph",
    roles: [GLOBAL_ADMINISTRATOR],
    conditions: [{ code: 50076, resourceAppId: MICROSOFT_GRAPH_APP_ID }],
  },
  {
    id: "9a2c4e68-1f3b-4d57-8c9e-b5d7f1a3c205",
    name: "blocked",
    displayName: "Blocked by policy",
    roles: [GLOBAL_ADMINISTRATOR],
    conditions: [{ code: 53003 }],
  },
];

/** Gives a tenant the people above, and Azure Resource Manager, which the Azure CLI asks first; also one kept without them. */
export function addPeople(directory: Directory, now: Date): void {
  if (directory.accounts !== undefined) return;
  directory.accounts = [];
  directory.usersMayRegisterApplications = true;
  if (findServicePrincipalByAppId(directory, AZURE_RESOURCE_MANAGER_APP_ID) === undefined) {
    createServicePrincipal(directory, AZURE_RESOURCE_MANAGER_APP_ID, {}, [], now);
  }
  for (const { id, name, displayName, roles, conditions } of PEOPLE) {
    const userPrincipalName = `${name}@${directory.organization.initialDomain}`;
    if (!directory.users.some((user) => user.id === id)) directory.users.push({ id, displayName, userPrincipalName });
    directory.accounts.push({ userId: id, directoryRoles: [...roles], conditions: structuredClone(conditions) });
  }
}

/**
 * The password of all the tenant's users: made at the first start, then the same.
 * @param file where it is kept, for its owner alone; it opens nothing but this tenant
 */
export function usersPassword(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8");
  const password = randomBytes(8).toString("hex");
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}

/** The account of a user by his object id. @throws EntraError for a user who is gone */
export function accountOf(directory: Directory, userId: string): { user: User; account: Account } {
  const user = directory.users.find(({ id }) => id === userId);
  const account = directory.accounts?.find((candidate) => candidate.userId === userId);
  if (user && account) return { user, account };
  throw unknownUser(directory);
}

/** @throws EntraError 50034 when there is no such user, 50126 when the password is another */
export function checkPassword(
  directory: Directory,
  expected: string,
  username: string,
  password: string,
): { user: User; account: Account } {
  const found = directory.users.find(
    ({ userPrincipalName }) => userPrincipalName.toLowerCase() === username.trim().toLowerCase(),
  );
  if (!found) throw unknownUser(directory);
  if (password !== expected) {
    throw new EntraError(50126, "Error validating credentials due to invalid username or password.");
  }
  return accountOf(directory, found.id);
}

function unknownUser({ tenantId }: Directory): EntraError {
  const message =
    `The user account {EUII Hidden} does not exist in the ${tenantId} directory. To sign into this application, ` +
    "the account must be added to the directory.";
  return new EntraError(50034, message);
}
