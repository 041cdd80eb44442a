/**
 * The code that Pulumi keeps in a stack's state and runs for the resources of names-in-reports.ts, also years later, when the
 * setting is removed or the stack destroyed. So it is as small as can be, holds nothing of a run, and only leads to a file
 * of whatever version of this project is in the folder then. Neither texts nor paths may change: states that exist hold
 * these texts (test/reports/loader.test.ts).
 *
 * A text and not functions: what Pulumi makes of functions (pulumi.dynamic.Resource) differs between versions of its SDK,
 * of TypeScript and of Node. The engine starts providers in the program's folder (Pulumi's source, newPlugin with ctx.Pwd).
 */
const leadingTo = (file: string) => `exports.handler = () => {
  const { pathToFileURL } = require("node:url");
  const { resolve } = require("node:path");
  const provider = () => import(pathToFileURL(resolve("reports", "${file}")).href);
  return {
    diff: async (...given) => (await provider()).diff(...given),
    create: async (...given) => (await provider()).create(...given),
    read: async (...given) => (await provider()).read(...given),
    update: async (...given) => (await provider()).update(...given),
    delete: async (...given) => (await provider()).remove(...given),
  };
};
`;

/** Of the resource that shows names. */
export const LOADER = leadingTo("provider.ts");
/** Of the resource that keeps what was found, and puts it back. */
export const FOUND_LOADER = leadingTo("found-provider.ts");
