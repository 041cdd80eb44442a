import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { allow, changeable } from "./access.ts";
import { entity, json } from "./answers.ts";
import { federatedCredential, federatedCredentialChanges } from "./bodies.ts";
import type { TenantEnv } from "./context.ts";
import { type Application, type FederatedCredential, requireObject } from "./directory.ts";
import { badRequest, GraphError, notFound } from "./errors.ts";
import { readBody, readQuery } from "./odata.ts";
import { rights } from "./rights.ts";

/** "Maximum of 20 objects can be added to an application" ("Create federatedIdentityCredential"). */
const MOST = 20;

/** `/v1.0/applications/{id}/federatedIdentityCredentials`: whose tokens sign in as the application. */
export function federatedCredentialRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  const path = "/:id/federatedIdentityCredentials";
  const { get, make, change, remove } = rights.federatedCredentials;
  routes.post(path, allow(make), async (c) => {
    const body = await readBody(c, federatedCredential);
    const application = changeable(c, make, c.var.tenant.directory.applications);
    const made = { id: randomUUID(), ...body };
    refuseTwins(application, made);
    const held = credentialsOf(application);
    if (held.length >= MOST) throw badRequest(`The application already has ${MOST} federated identity credentials.`);
    application.federatedCredentials = [...held, made];
    return entity(c, setOf(application), made, undefined, 201);
  });
  routes.get(`${path}/:credential`, allow(get), (c) => {
    const query = readQuery(c, {});
    const application = requireObject(c.var.tenant.directory.applications, c.req.param("id"));
    return entity(c, setOf(application), requireCredential(application, c.req.param("credential")), query);
  });
  routes.get(path, allow(get), (c) => {
    readQuery(c, {});
    const application = requireObject(c.var.tenant.directory.applications, c.req.param("id"));
    const { origin } = c.var.tenant;
    return json({
      "@odata.context": `${origin}/v1.0/$metadata#${setOf(application)}`,
      value: credentialsOf(application),
    });
  });
  routes.patch(`${path}/:credential`, allow(change), async (c) => {
    const { id: _, name, ...changes } = await readBody(c, federatedCredentialChanges);
    const application = changeable(c, change, c.var.tenant.directory.applications);
    const held = requireCredential(application, c.req.param("credential"));
    if (name !== held.name) throw badRequest("The name of a federated identity credential cannot be changed.");
    refuseTwins(application, { ...held, ...changes });
    Object.assign(held, changes);
    return c.body(null, 204);
  });
  routes.delete(`${path}/:credential`, allow(remove), (c) => {
    const application = changeable(c, remove, c.var.tenant.directory.applications);
    const held = requireCredential(application, c.req.param("credential"));
    application.federatedCredentials = credentialsOf(application).filter((other) => other !== held);
    return c.body(null, 204);
  });
  return routes;
}

/** Those of an application; a tenant that was kept before there were any has none. */
export function credentialsOf(application: Application): FederatedCredential[] {
  return application.federatedCredentials ?? [];
}

/** By id, or by name, as Graph takes either. @throws GraphError 404 */
function requireCredential(application: Application, id: string): FederatedCredential {
  const found = credentialsOf(application).find((one) => one.id === id || one.name === id);
  if (!found) throw notFound(id);
  return found;
}

/** "The combination of issuer and subject must be unique on the app"; so is the name. */
function refuseTwins(application: Application, wanted: FederatedCredential): void {
  const others = credentialsOf(application).filter(({ id }) => id !== wanted.id);
  const code = "Request_MultipleObjectsWithSameKeyValue";
  if (others.some(({ name }) => name === wanted.name)) {
    throw new GraphError(409, code, `FederatedIdentityCredential with name ${wanted.name} already exists.`);
  }
  if (others.some(({ issuer, subject }) => issuer === wanted.issuer && subject === wanted.subject)) {
    const message = "FederatedIdentityCredential with the same issuer and subject already exists on the application.";
    throw new GraphError(409, code, message);
  }
}

function setOf({ graph }: Application): string {
  return `applications('${graph.id}')/federatedIdentityCredentials`;
}
