/** A user's client, as the Azure CLI asks: what the tests of users have in common. */
import { decodeJwt } from "jose";
import { type Answer, GRAPH, type useTenant } from "./client.ts";

export const AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
export const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
export const RESOURCE_MANAGER = "https://management.core.windows.net//.default";

type Used = ReturnType<typeof useTenant>;

/** The whole name of one of the tenant's users. */
export function nameOf(user: string): string {
  return `${user}@embedded.onmicrosoft.com`;
}

/** A token by user name and password. */
export function byPassword({ tenant, send }: Used, user: string, scope: string, form: Record<string, string> = {}) {
  return send("POST", "/organizations/oauth2/v2.0/token", {
    form: {
      client_id: AZURE_CLI,
      grant_type: "password",
      username: nameOf(user),
      password: tenant.azureCli.password,
      scope: `${scope} offline_access openid profile`,
      ...form,
    },
  });
}

/** Another token by the refresh token of an answer. */
export function goOn({ tenant, send }: Used, answer: Answer, scope: string): Promise<Answer> {
  return send("POST", `/${tenant.tenantId}/oauth2/v2.0/token`, {
    form: {
      client_id: AZURE_CLI,
      grant_type: "refresh_token",
      refresh_token: String((answer.body as Record<string, string>)["refresh_token"]),
      scope: `${scope} offline_access openid profile`,
    },
  });
}

/** A Graph token of a user whose password is enough for it. @throws Error with the refusal */
export async function userToken(used: Used, user: string): Promise<string> {
  return tokenIn(await byPassword(used, user, GRAPH));
}

/** The access token of an answer. @throws Error with the refusal */
export function tokenIn({ status, body }: Answer): string {
  const { access_token: token } = body as { access_token?: string };
  if (status === 200 && token) return token;
  throw new Error(JSON.stringify(body));
}

/** What the access token of an answer says. */
export function claimsIn(answer: Answer): Record<string, unknown> {
  return decodeJwt(tokenIn(answer));
}

/** The number behind AADSTS of a refusal. */
export function refusalIn({ body }: Answer): number | undefined {
  return (body as { error_codes?: number[] }).error_codes?.[0];
}
