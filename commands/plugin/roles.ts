/** Which roles the application asks for, in the names of this tenant, against those in the tokens. Pure. */
import { sameGuid } from "../../microsoft/guid.ts";
import type { Shaped } from "../../microsoft/shape.ts";
import { APIS, type ApiKey, type Permission } from "../../permissions.ts";
import { type Granted, missingRoles } from "../verify/roles.ts";
import type { RolesFound } from "./state.ts";

/** `requiredResourceAccess` of an application: "requiredResourceAccess resource type". */
export const REQUIRED = [{ resourceAppId: "string", resourceAccess: [{ id: "string", type: "string" }] }] as const;

/** The roles that an API offers: "appRole resource type". */
export const OFFERED = { appRoles: [{ id: "string", "value?": "string" }] } as const;

export type Required = Shaped<typeof REQUIRED>;

/** A role that is asked for, of which API. */
export type Asked = Pick<Permission, "api" | "role">;

/** @returns the ids of the application roles that are asked for, of each API that any is asked of */
export function askedIds(required: Required): Partial<Record<ApiKey, string[]>> {
  const keys = Object.keys(APIS) as ApiKey[];
  return Object.fromEntries(
    keys
      .map((api): [ApiKey, string[]] => [
        api,
        required
          .filter(({ resourceAppId }) => sameGuid(resourceAppId, APIS[api].appId))
          .flatMap(({ resourceAccess }) => resourceAccess)
          // "Scope" is a delegated permission: of no use to a service, and in no token of one.
          .filter(({ type }) => type === "Role")
          .map(({ id }) => id),
      ])
      .filter(([, ids]) => ids.length > 0),
  );
}

/** @returns the roles' names; one that the API does not offer any more keeps its id, which no token can carry */
export function namesOf(ids: readonly string[], { appRoles }: Shaped<typeof OFFERED>): string[] {
  return ids.map((id) => appRoles.find((role) => sameGuid(role.id, id))?.value ?? `role ${id}`);
}

/**
 * Compares both ways.
 * @param wanted what is asked for @param granted the tokens' roles; an API without a token is not judged
 * @param unjudged the API without a token, where there can be none
 */
export function compareRoles(wanted: readonly Asked[], granted: Granted, unjudged: string | undefined): RolesFound {
  const isWanted = (api: ApiKey, role: string) => wanted.some((one) => one.api === api && one.role === role);
  const extra = (Object.keys(APIS) as ApiKey[]).flatMap((api) =>
    (granted[api] ?? []).filter((role) => !isWanted(api, role)).toSorted(),
  );
  return { asked: wanted.length, missing: missingRoles(wanted, granted).map(({ role }) => role), extra, unjudged };
}
