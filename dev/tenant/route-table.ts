import { Hono } from "hono";
import type { TenantEnv } from "./context.ts";

/** A route's name, as `GET /v1.0/applications/:id`. */
export type RouteName = string;

/** The routes that answer something, without what goes around them; each once. */
export function routesOf(app: Hono<TenantEnv>): RouteName[] {
  const answering = app.routes.filter(({ method, path }) => method !== "ALL" && !path.endsWith("*"));
  return [...new Set(answering.map(({ method, path }) => `${method} ${path}`))];
}

/** All routes but one: what tests show with it is that the one is needed. @throws Error when there is no such route */
export function withoutRoute(app: Hono<TenantEnv>, left: RouteName): Hono<TenantEnv> {
  if (!routesOf(app).includes(left)) throw new Error(`The tenant has no route ${left}.`);
  const rest = new Hono<TenantEnv>();
  for (const { method, path, handler } of app.routes) {
    if (`${method} ${path}` !== left) rest.on(method, path, handler);
  }
  return rest;
}
