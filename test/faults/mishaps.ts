/** What goes wrong with requests in a life: which route, how, how often. All of it drawn from the life's seed. Pure. */
import { isBusy } from "../../dev/stand-ins/providers/graph-failures.ts";
import type { Asked, Fault, FaultAction } from "../../dev/tenant/faults.ts";
import type { Draw } from "./draw.ts";

/** Routes by what they are for. Ids are the tenant's own, so a route is known by its form. */
export const ROUTES = {
  "sign-in": ["POST", /\/oauth2\/v2\.0\/token$/],
  "look-up of the APIs": ["GET", /^\/v1\.0\/servicePrincipals\?/],
  "look-up of names": ["GET", /^\/v1\.0\/applications\?/],
  "making the application": ["POST", /^\/v1\.0\/applications$/],
  "changing the application": ["PATCH", /^\/v1\.0\/applications\/[^/]+$/],
  "reading the application": ["GET", /^\/(?:v1\.0|beta)\/applications\/[^/?]+(?:\?|$)/],
  "the application's owners": ["GET", /^\/v1\.0\/applications\/[^/]+\/owners/],
  "leaving the owners": ["DELETE", /^\/v1\.0\/(?:applications|servicePrincipals)\/[^/]+\/owners\//],
  "removing the application": ["DELETE", /^\/v1\.0\/applications\/[^/]+$/],
  "making the principal": ["POST", /^\/v1\.0\/servicePrincipals$/],
  "changing the principal": ["PATCH", /^\/v1\.0\/servicePrincipals\/[^/]+$/],
  "reading the principal": ["GET", /^\/(?:v1\.0|beta)\/servicePrincipals\/[^/?]+(?:\?|$)/],
  "a grant": ["POST", /\/appRoleAssignedTo$/],
  "reading a grant": ["GET", /\/appRoleAssignedTo\/[^/]+$/],
  "removing a grant": ["DELETE", /\/appRoleAssignedTo\/[^/]+$/],
  "a key": ["POST", /\/addPassword$/],
  "removing a key": ["POST", /\/removePassword$/],
  "a credential": ["POST", /\/federatedIdentityCredentials$/],
  "reading a credential": ["GET", /\/federatedIdentityCredentials\/[^/]+$/],
  "an owner": ["POST", /^\/v1\.0\/applications\/[^/]+\/owners\/\$ref$/],
  "reading the reports' switch": ["GET", /^\/v1\.0\/admin\/reportSettings$/],
  "the reports' switch": ["PATCH", /^\/v1\.0\/admin\/reportSettings$/],
} as const satisfies Record<string, readonly [string, RegExp]>;
export type Route = keyof typeof ROUTES;

const graph = (status: number, code: string, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { error: { code, message } },
});
const BUSY = "Unable to process the request due to concurrent requests. Please retry.";
const MISSING = "Resource 'x' does not exist or one of its queried reference-property objects are not present.";
const gateway = { status: 504, headers: { "Content-Type": "text/html" }, body: "<html>Gateway Time-out</html>" };
const soon = { "Retry-After": "1" };

/** How a request goes wrong. */
export const MISHAPS = {
  "429": { answer: graph(429, "TooManyRequests", "Too many requests") },
  "429, in a second": { answer: graph(429, "TooManyRequests", "Too many requests", soon) },
  "500": { answer: graph(500, "InternalServerError", "Something went wrong.") },
  "503": { answer: graph(503, "ServiceUnavailable", "Gone away.") },
  "503, in a second": { answer: graph(503, "ServiceUnavailable", "Gone away.", soon) },
  "504 of a gateway": { answer: gateway },
  "done, then 503": { doneThen: graph(503, "ServiceUnavailable", "Gone away.") },
  "done, then 504 of a gateway": { doneThen: gateway },
  "done, then 429": { doneThen: graph(429, "TooManyRequests", "Too many requests") },
  "dropped before": { drop: "before" },
  "dropped after": { drop: "after" },
  "403": { answer: graph(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.") },
  "404": { answer: graph(404, "Request_ResourceNotFound", MISSING) },
  "409, busy": { answer: graph(409, "Directory_ConcurrencyViolation", BUSY) },
  "400, busy": { answer: graph(400, "Directory_ConcurrencyViolation", BUSY) },
  "one change behind": { lag: 1 },
  "three changes behind": { lag: 3 },
} as const satisfies Record<string, FaultAction>;
export type Mishap = keyof typeof MISHAPS;

/** One thing that goes wrong, again and again by chance. */
export interface Trouble {
  route: Route;
  mishap: Mishap;
  skip: number;
  times: number;
  /** Of the requests of the route, the share that it can happen to. */
  chance: number;
}

const READS_ONLY: readonly Mishap[] = ["one change behind", "three changes behind"];
const WRITES_ONLY: readonly Mishap[] = ["done, then 503", "done, then 504 of a gateway", "done, then 429"];
/** What azuread asks again for up to four minutes, since no answer says when: where it happens often, a life waits for it. */
const WAITS = (Object.keys(MISHAPS) as Mishap[]).filter((mishap) => {
  const action: FaultAction = MISHAPS[mishap];
  const answer = "answer" in action ? action.answer : "doneThen" in action ? action.doneThen : undefined;
  return answer && isBusy(answer.status) && !answer.headers?.["Retry-After"];
});

/** @param name of what is drawn, within the life */
export function drawTrouble(draw: Draw, name: string, routes: readonly Route[]): Trouble {
  const route = draw.pick(`${name} route`, routes);
  const isRead = ROUTES[route][0] === "GET";
  const mishaps = (Object.keys(MISHAPS) as Mishap[]).filter(
    (mishap) => !(isRead ? WRITES_ONLY : READS_ONLY).includes(mishap),
  );
  const mishap = draw.pick(`${name} mishap`, mishaps);
  return {
    route,
    mishap,
    skip: draw.pick(`${name} skip`, [0, 0, 0, 1, 2, 5]),
    times: draw.pick(`${name} times`, WAITS.includes(mishap) ? [1, 1, 2, 3] : [1, 1, 2, 3, 12]),
    chance: draw.pick(`${name} chance`, [1, 1, 0.6, 0.3]),
  };
}

/**
 * The tenant's own fault for it. Whether chance lets it happen to a request does not depend on what goes on side by side.
 * @param roleOf the role of a grant, by the grant's id, which is another in each life
 */
export function faultOf(
  draw: Draw,
  name: string,
  { route, mishap, skip, times, chance }: Trouble,
  roleOf: (grantId: string) => string,
): Fault {
  const [method, path] = ROUTES[route];
  const seen = new Map<string, number>();
  const when = (asked: Asked) => {
    const key = nameOf(asked, roleOf);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return draw.chance(`${name} ${key} ${nth}`, chance);
  };
  return { method, path, action: MISHAPS[mishap], skip, times, when };
}

/** A request without what differs from life to life. */
function nameOf({ method, path, body }: Asked, roleOf: (grantId: string) => string): string {
  const [grant = "", id] = /appRoleAssignedTo\/([^/?]+)/.exec(path) ?? [];
  const role = /"appRoleId":"([0-9a-f-]{36})"/.exec(body)?.[1] ?? (id === undefined ? "" : roleOf(id));
  return `${method} ${path.replace(grant, "").replace(/[0-9a-f-]{36}/g, "")} ${role}`;
}

export function described({ route, mishap, skip, times, chance }: Trouble): string {
  const when = `${skip > 0 ? `after ${skip}, ` : ""}${times} times${chance < 1 ? `, ${chance * 100} % of them` : ""}`;
  return `${route}: ${mishap} (${when})`;
}
