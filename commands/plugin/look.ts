/** Looks at what the three values open, for one line. Sends nothing but requests for tokens and reads. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import { type Reader, reader } from "../../microsoft/client.ts";
import { reading } from "../../microsoft/read.ts";
import { APIS, type ApiKey, PERMISSIONS, wantedPermissions } from "../../permissions.ts";
import { byStatus, FEED_ROLE, feedPath, isOff, SUBSCRIPTIONS } from "../verify/activity-feed.ts";
import { APPLICATION_ROLES, applicationPath } from "../verify/own-application.ts";
import { Patience } from "../verify/patience.ts";
import type { Granted } from "../verify/roles.ts";
import { grantedBy, signInPatiently, type Tokens } from "../verify/sign-in.ts";
import type { Target } from "../verify/target.ts";
import { misshapen } from "../verify/values.ts";
import { requireProxy } from "../verify/verify.ts";
import { APPLICATION, heldKey, keyFound } from "./key.ts";
import { refusedBy } from "./refused.ts";
import { type Asked, askedIds, compareRoles, namesOf, OFFERED, type Required } from "./roles.ts";
import type { AuditLog, Found, Opened, RolesFound, Unread } from "./state.ts";

export interface Sight {
  /** Certificates (PEM) to trust in place of Node's own: the embedded tenant's. */
  ca?: string | undefined;
  /** The moment by which keys work or are over. */
  today: Date;
}

/** A monitor asks again by itself, and counts how often: nothing is waited for. */
const NO_WAITING = { now: () => 0, sleep: async () => {} };

/** @throws CannotRun where there is nothing to judge: values that can be none, no connection, a proxy that is none */
export async function look(target: Target, { ca, today }: Sight): Promise<Found> {
  const { values, endpoints } = target;
  const [problem] = misshapen(values, target.stack);
  if (problem) throw new CannotRun(`${problem.check}: ${problem.detail}`, problem.next);
  requireProxy();
  const tokens = await signInPatiently(target, PERMISSIONS, today, new Patience(NO_WAITING, 0, () => {}), ca);
  if ("refused" in tokens.graph) return refusedBy(tokens.graph.refused, APIS.graph.name, target);
  const granted = grantedBy(tokens);
  const graph = reader({ root: endpoints.graph.root, token: tokens.graph.token, ca });
  const application = await applicationOf(values.clientId, granted, graph);
  const asked = "unread" in application ? rolesLeft(application, target, granted) : await askedOf(application, graph);
  return {
    key:
      "unread" in application
        ? (heldKey(target, today) ?? application)
        : keyFound(values.clientSecret, application.passwordCredentials, target, today),
    ...rolesAndToken(asked, granted, tokens, target),
    auditLog: await auditLogOf(asked, granted, tokens, target, ca),
  };
}

async function applicationOf(clientId: string, granted: Granted, graph: Reader) {
  if (!APPLICATION_ROLES.some((role) => granted.graph?.includes(role))) {
    const why = "the key's end and the roles asked for cannot be read";
    return { unread: `without it ${why}`, next: "grant Application.Read.All" };
  }
  const select = "id,displayName,passwordCredentials,requiredResourceAccess";
  const read = await reading(graph.get(applicationPath(clientId, select), APPLICATION));
  return "unread" in read ? notRead(read.unread) : read.value;
}

function notRead({ message, next }: { message: string; next: string | undefined }): Unread {
  return { unread: message, next: next ?? "wait for the next check" };
}

/**
 * Without a look at the application only a stack's settings tell what is asked for, or that nothing at all is granted.
 */
function rolesLeft(unread: Unread, target: Target, granted: Granted): readonly Asked[] | Unread {
  if (target.stack !== undefined) return wantedPermissions(target.omit);
  const none = PERMISSIONS.every(({ api, role }) => !granted[api]?.includes(role));
  return none ? PERMISSIONS : unread;
}

async function askedOf({ requiredResourceAccess }: { requiredResourceAccess: Required }, graph: Reader) {
  const asked: Asked[] = [];
  for (const [key, ids] of Object.entries(askedIds(requiredResourceAccess))) {
    const api = key as ApiKey;
    const query = { $filter: `appId eq '${APIS[api].appId}'`, $select: "id,appRoles" };
    const offered = await reading(graph.list("/v1.0/servicePrincipals", OFFERED, query));
    if ("unread" in offered) return notRead(offered.unread);
    const appRoles = offered.value.flatMap((principal) => principal.appRoles);
    asked.push(...namesOf(ids, { appRoles }).map((role) => ({ api, role })));
  }
  return asked;
}

/** A token that cannot be had is a trouble only where roles of its API are asked for, or nobody knows which. */
function rolesAndToken(
  asked: readonly Asked[] | Unread,
  granted: Granted,
  { management }: Tokens,
  target: Target,
): Pick<Opened, "roles" | "withoutToken"> {
  const needed = "unread" in asked || asked.some(({ api }) => api === "management");
  const refused = needed && management && "refused" in management ? management.refused : undefined;
  const unjudged = needed && !target.endpoints.management ? APIS.management.name : undefined;
  const roles: RolesFound | Unread = "unread" in asked ? asked : compareRoles(asked, granted, unjudged);
  return { roles, withoutToken: refused && refusedBy(refused, APIS.management.name, target) };
}

async function auditLogOf(
  asked: readonly Asked[] | Unread,
  granted: Granted,
  { management }: Tokens,
  { endpoints, values }: Target,
  ca: string | undefined,
): Promise<AuditLog | Unread> {
  const wanted = "unread" in asked || asked.some(({ role }) => role === FEED_ROLE);
  if (!wanted) return { log: "not asked for" };
  if (!endpoints.management || !management || "refused" in management || !granted.management?.includes(FEED_ROLE)) {
    return { log: "see roles" };
  }
  const feed = reader({ root: endpoints.management.root, token: management.token, ca });
  const list = await reading(feed.get(feedPath(values.tenantId), SUBSCRIPTIONS));
  if (isOff(list)) return { log: "off", couldBeGcc: endpoints.couldBeGcc };
  if ("unread" in list) return notRead(list.unread);
  const { enabled, disabled } = byStatus(list.value);
  if (disabled.length > 0) return { log: "disabled", contentTypes: disabled };
  return { log: enabled.length > 0 ? "on" : "nobody subscribed" };
}
