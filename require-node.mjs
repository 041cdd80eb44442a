// Pulumi.yaml has Node load this before the program (`nodeargs: "--import ./require-node.mjs"`), so that too old a Node
// ends in a sentence instead of ERR_UNKNOWN_FILE_EXTENSION and a stack trace, and a good one starts from what it compiled.
import { writeSync } from "node:fs";
import module from "node:module";
import { COMPILED_FOLDER } from "./machine/folders.mjs";
import { NEEDED_NODE, runsTypeScript } from "./machine/node-version.mjs";

if (!runsTypeScript(process.versions.node)) {
  // Written synchronously: on Windows a pipe would lose it at the exit.
  writeSync(
    2,
    `This program needs Node ${NEEDED_NODE}; found Node ${process.versions.node} at ${process.execPath}. ` +
      "Install a newer one from https://nodejs.org/ or put it first on your PATH, then run the same command again.\n",
  );
  process.exit(1);
}

// A third of a run's start is compiling Pulumi's SDK. Where the folder cannot be written, Node goes on without.
module.enableCompileCache(COMPILED_FOLDER);
