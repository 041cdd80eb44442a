/** An application in the embedded tenant as this project provisions it, and the target that verify takes. */
import { readFileSync } from "node:fs";
import type { Clock } from "../../commands/verify/patience.ts";
import type { Target } from "../../commands/verify/target.ts";
import { type Circumstances, verify } from "../../commands/verify/verify.ts";
import { createApplication } from "../../dev/tenant/applications.ts";
import { addSecret } from "../../dev/tenant/secrets.ts";
import { grantRole, revokeRole } from "../../dev/tenant/seed.ts";
import type { Tenant } from "../../dev/tenant/server.ts";
import { createServicePrincipal } from "../../dev/tenant/service-principals.ts";
import { endpointsOf } from "../../microsoft/endpoints.ts";
import { APIS, PERMISSIONS } from "../../permissions.ts";
import { START } from "../tenant/client.ts";

export const MANAGEMENT_ID = APIS.management.appId;
export const GRAPH_ID = APIS.graph.appId;

export interface EsiaApp {
  target: Target;
  /** The application's object id. */
  id: string;
  grant(api: "graph" | "management", role: string): void;
  revoke(api: "graph" | "management", role: string): void;
}

/** Makes the application with all roles granted, and one key; the tenant shows names and has one subscription. */
export function provision({ directory, metadataHost, tenantId }: Tenant, end = "2028-01-01T00:00:00Z"): EsiaApp {
  const application = createApplication(directory, { displayName: "esia" }, [], START);
  const clientId = application.graph.appId;
  createServicePrincipal(directory, clientId, {}, [], START);
  for (const { api, role } of PERMISSIONS) grantRole(directory, clientId, APIS[api].appId, role, START);
  const { secretText } = addSecret(
    directory,
    application.graph.id,
    { displayName: "ESIA key 1, made 2026-10-01", endDateTime: end },
    START,
  );
  directory.reportSettings.displayConcealedNames = false;
  directory.activityFeed.subscriptions = [{ contentType: "Audit.General", status: "enabled", webhook: null }];
  return {
    id: application.graph.id,
    target: {
      values: { tenantId, clientId, clientSecret: secretText },
      key: "number 1, until 2028-01-01",
      older: false,
      stack: "test",
      consent: "program",
      omit: [],
      showsNames: undefined,
      endpoints: endpointsOf({
        environment: undefined,
        metadataHost: { value: metadataHost, from: "azuread:metadataHost" },
      }),
    },
    grant: (api, role) => grantRole(directory, clientId, APIS[api].appId, role, START),
    revoke: (api, role) => revokeRole(directory, clientId, APIS[api].appId, role),
  };
}

/** A clock that the tenant shares: sleeping moves the tenant's time and takes none. */
export function sharedClock(tenant: Tenant): Clock & { slept: number[] } {
  let now = tenant.clock.now().getTime();
  tenant.clock.set(() => new Date(now));
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

/** Verifies on the tenant's clock, trusting its certificate alone. */
export function verifyIn(tenant: Tenant, target: Target, circumstances: Circumstances = {}) {
  const ca = readFileSync(tenant.environment["SSL_CERT_FILE"] as string, "utf8");
  const today = tenant.clock.now();
  return verify(target, { today, ...circumstances, ca, clock: circumstances.clock ?? sharedClock(tenant) });
}
