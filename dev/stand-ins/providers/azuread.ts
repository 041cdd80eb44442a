/**
 * Stands in for the azuread provider in the dev stack and the tests, on machines that cannot have the real one. The
 * engine starts it as `node azuread.ts <engine address>`, by way of an executable named pulumi-resource-azuread.
 */
import { azuread } from "./azuread-provider.ts";
import { serve } from "./plugin-server.ts";
import { WORLD } from "./reach.ts";

await serve(azuread(process.env, WORLD));
