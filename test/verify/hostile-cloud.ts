/** Microsoft's cloud on this machine, of which one answer is not what it should be: all others are as they are documented. */
import type { Target } from "../../commands/verify/target.ts";
import type { Endpoints } from "../../microsoft/endpoints.ts";
import { APIS, type ApiKey, PERMISSIONS } from "../../permissions.ts";
import type { useServers } from "../microsoft/loopback.ts";

export const TENANT = "a0000000-0000-4000-8000-000000000001";
export const CLIENT = "c0000000-0000-4000-8000-000000000002";
export const KEY = "abc8Q~Zr5kLm2WvXyT7nPq4sUe9oGh1jDf-Bc_w3";
export const TODAY = new Date("2026-11-23T12:00:00Z");

/** What is asked of it, by the path that asks. */
const PATHS = {
  metadata: /\/openid-configuration/,
  token: /\/oauth2\/v2\.0\/token/,
  application: /\/v1\.0\/applications\(/,
  principals: /\/v1\.0\/servicePrincipals/,
  applications: /\/v1\.0\/applications\?/,
  groups: /\/v1\.0\/groups/,
  organization: /\/v1\.0\/organization/,
  health: /\/healthOverviews/,
  users: /\/v1\.0\/users/,
  report: /\/v1\.0\/reports\//,
  csv: /\/download\.csv/,
  signIns: /\/beta\/reports\//,
  feed: /\/activity\/feed\//,
} as const;

export type Part = keyof typeof PATHS;
export const PARTS = Object.keys(PATHS) as Part[];

export interface Odd {
  part: Part;
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

export interface Cloud {
  target: Target;
  ca: string;
  /** What is asked next is answered so; without it everything is well. */
  odd: Odd | undefined;
}

/** @param used the server that stands for all of Microsoft's */
export function cloudOf(used: ReturnType<typeof useServers>): Cloud {
  const { root, ca } = used;
  const endpoints: Endpoints = {
    login: root,
    embedded: true,
    graph: { root, scope: "graph/.default" },
    management: { root, scope: "management/.default" },
    reports: true,
    couldBeGcc: false,
  };
  const cloud: Cloud = {
    ca,
    odd: undefined,
    target: {
      values: { tenantId: TENANT, clientId: CLIENT, clientSecret: KEY },
      key: "number 2, until 2028-01-01",
      older: false,
      stack: undefined,
      consent: "program",
      omit: [],
      showsNames: undefined,
      endpoints,
    },
  };
  used.answer = ({ path, body }, response) => {
    const part = PARTS.find((one) => PATHS[one].test(path));
    const {
      status = 200,
      headers = {},
      ...odd
    } = part && cloud.odd?.part === part ? cloud.odd : good(part, body, path, root);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(odd.body);
  };
  return cloud;
}

/** What a token says. */
export function tokenOf(claims: unknown): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return JSON.stringify({ token_type: "Bearer", expires_in: 3599, access_token: `h.${payload}.s` });
}

function good(
  part: Part | undefined,
  asked: string,
  path: string,
  root: string,
): Pick<Odd, "status" | "headers" | "body"> {
  const json = (body: unknown) => ({ body: JSON.stringify(body) });
  const one = { value: [{ id: "1", displayName: "Contoso" }] };
  const roles = (api: ApiKey) => PERMISSIONS.filter((one) => one.api === api).map(({ role }) => role);
  switch (part) {
    case "metadata":
      return json({
        issuer: `${root}/${TENANT}/v2.0`,
        authorization_endpoint: `${root}/${TENANT}/oauth2/v2.0/authorize`,
        token_endpoint: `${root}/${TENANT}/oauth2/v2.0/token`,
        jwks_uri: `${root}/${TENANT}/discovery/v2.0/keys`,
      });
    case "token":
      return { body: tokenOf({ roles: roles(/management/.test(asked) ? "management" : "graph") }) };
    case "application":
      return json({
        id: "d1",
        displayName: "esia",
        passwordCredentials: [
          {
            keyId: "e0000000-0000-4000-8000-000000000003",
            displayName: "ESIA key 2, made 2026-10-01",
            hint: KEY.slice(0, 3),
            startDateTime: "2026-10-01T00:00:00Z",
            endDateTime: "2028-01-01T00:00:00Z",
          },
          {
            keyId: "e0000000-0000-4000-8000-000000000004",
            displayName: "ESIA key 1, made 2026-09-01",
            hint: "zzz",
            startDateTime: "2026-09-01T00:00:00Z",
            endDateTime: "2027-12-01T00:00:00Z",
          },
        ],
        requiredResourceAccess: (Object.keys(APIS) as ApiKey[]).map((api) => ({
          resourceAppId: APIS[api].appId,
          resourceAccess: roles(api).map((role) => ({ id: role, type: "Role" })),
        })),
      });
    case "principals": {
      const api = path.includes(APIS.management.appId) ? "management" : "graph";
      return json({ value: [{ id: "1", appRoles: roles(api).map((role) => ({ id: role, value: role })) }] });
    }
    case "report":
      return { status: 302, headers: { location: `${root}/download.csv` }, body: "" };
    case "csv":
      return { body: "\ufeffReport Refresh Date,User Principal Name\r\n2026-11-20,jo@contoso.com\r\n" };
    case "signIns":
      return json({ value: [] });
    case "feed":
      return json([{ contentType: "Audit.General", status: "enabled" }]);
    default:
      return json(one);
  }
}
