import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { allow } from "./access.ts";
import { collection } from "./answers.ts";
import type { TenantContext, TenantEnv } from "./context.ts";
import { type Directory, findApplicationByAppId, findServicePrincipalByAppId } from "./directory.ts";
import { readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import { secretOf } from "./secrets.ts";
import type { SignIn } from "./sign-ins.ts";

/** Writes down that a key got a token. */
export function recordSignIn({ directory, signIns, now }: TenantContext, appId: string, secret: string): void {
  const application = findApplicationByAppId(directory, appId);
  const credential = application && secretOf(application, secret);
  if (credential) signIns.record(appId, credential.keyId, now(), randomUUID());
}

/** `/beta/reports/appCredentialSignInActivities`: "appCredentialSignInActivity resource type". */
export function signInActivityRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  routes.get("/appCredentialSignInActivities", allow(rights.readSignInActivities), (c) => {
    const query = readQuery(c, { filter: ["appId", "keyId"] });
    const { directory, signIns } = c.var.tenant;
    return collection(
      c,
      "reports/appCredentialSignInActivities",
      signIns.shown.map((signIn) => activity(directory, signIn)),
      query,
    );
  });
  return routes;
}

function activity(directory: Directory, { appId, keyId, at, requestId }: SignIn): object {
  const application = findApplicationByAppId(directory, appId);
  const credential = application?.graph.passwordCredentials.find((candidate) => candidate.keyId === keyId);
  return {
    id: Buffer.from(`${keyId}|application`).toString("base64"),
    keyId,
    keyType: "clientSecret",
    keyUsage: "verify",
    appId,
    appObjectId: application?.graph.id ?? null,
    servicePrincipalObjectId: findServicePrincipalByAppId(directory, appId)?.graph.id ?? null,
    resourceId: null,
    credentialOrigin: "application",
    createdDateTime: credential?.startDateTime ?? null,
    expirationDateTime: credential?.endDateTime ?? null,
    signInActivity: { lastSignInDateTime: at, lastSignInRequestId: requestId },
  };
}
