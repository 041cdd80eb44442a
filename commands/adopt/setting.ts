/** What esia:adopt is to say of an application. Pure. */
import { numberIn } from "../../keys/display-name.ts";
import { APIS, type ApiKey, wantedPermissions } from "../../permissions.ts";
import type { Settings } from "../../settings.ts";
import { type Adoption, applicationId, grantId, principalId } from "../../stack/adopting.ts";
import { grantName, NAMES } from "../../stack/names.ts";
import { markOn } from "./choose.ts";
import type { Application, Around, Grant } from "./directory.ts";

/** The highest number that esia:rotateTo takes. */
const MOST = 9_999;

export interface NamedGrant extends Grant {
  /** Of ESIA's guide; undefined for any other. */
  role: string | undefined;
  /** Whether the program grants it with the stack's settings. */
  wanted: boolean;
  /** For a person: the role's name and its API's. */
  label: string;
}

/** The grants by name. A role that is not known by the API's own list has only its id. */
export function namedGrants(
  { grants, apis }: Pick<Around, "grants" | "apis">,
  { omit, grantConsent }: Pick<Settings, "omit" | "grantConsent">,
): NamedGrant[] {
  return grants.map((grant) => {
    const key = (Object.keys(APIS) as ApiKey[]).find((one) => apis[one]?.id === grant.resourceId);
    const value = key && apis[key]?.appRoles.find(({ id }) => id === grant.appRoleId)?.value;
    const role = wantedPermissions([]).find((one) => one.api === key && one.role === value)?.role;
    const wanted = grantConsent && role !== undefined && !omit.includes(role);
    const label = `${value ?? `the role ${grant.appRoleId}`} of ${grant.resourceDisplayName ?? `the API ${grant.resourceId}`}`;
    return { ...grant, role, wanted, label };
  });
}

/**
 * All that exists and the program would make.
 * @param pipeline the ids of what exists of the pipeline's identity
 */
export function adoptionOf(
  application: Application,
  { principal }: Pick<Around, "principal">,
  grants: readonly NamedGrant[],
  pipeline: Adoption["ids"] = {},
): Adoption {
  const mark = markOn(application);
  // A number that esia:rotateTo could not go on from is a name that somebody made up.
  const numbers = application.passwordCredentials
    .map(({ displayName }) => numberIn(displayName) ?? 0)
    .filter((number) => number < MOST);
  return {
    ids: {
      ...(mark !== undefined && { [NAMES.mark]: mark }),
      [NAMES.application]: applicationId(application.id.toLowerCase()),
      ...(principal && { [NAMES.principal]: principalId(principal.id.toLowerCase()) }),
      ...Object.fromEntries(
        grants.flatMap(({ role, wanted, resourceId, id }) =>
          wanted && role !== undefined ? [[grantName(role), grantId(resourceId.toLowerCase(), id)]] : [],
        ),
      ),
      ...pipeline,
    },
    keys: Math.max(0, ...numbers),
  };
}
