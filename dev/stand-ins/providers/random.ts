/**
 * Stands in for the random provider in the dev stack and the tests, on machines that cannot have the real one. The
 * engine starts it as `node random.ts <engine address>`, by way of an executable named pulumi-resource-random.
 */
import { serve } from "./plugin-server.ts";
import { random } from "./random-uuid.ts";

await serve(random);
