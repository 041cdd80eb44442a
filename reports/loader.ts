/**
 * The code that Pulumi keeps in a stack's state and runs for the resource of reports.ts, also years later, when the
 * setting is removed or the stack destroyed. So it is as small as can be, holds nothing of a run, and only leads to
 * reports/provider.ts of whatever version of this project is in the folder then. Neither text nor that path may change:
 * states that exist hold this text (test/reports/loader.test.ts).
 *
 * A text and not functions: what Pulumi makes of functions (pulumi.dynamic.Resource) differs between versions of its SDK,
 * of TypeScript and of Node. The engine starts providers in the program's folder (Pulumi's source, newPlugin with ctx.Pwd).
 */
export const LOADER = `exports.handler = () => {
  const { pathToFileURL } = require("node:url");
  const { resolve } = require("node:path");
  const provider = () => import(pathToFileURL(resolve("reports", "provider.ts")).href);
  return {
    diff: async (...given) => (await provider()).diff(...given),
    create: async (...given) => (await provider()).create(...given),
    read: async (...given) => (await provider()).read(...given),
    update: async (...given) => (await provider()).update(...given),
    delete: async (...given) => (await provider()).remove(...given),
  };
};
`;
