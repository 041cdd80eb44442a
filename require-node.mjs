// Pulumi.yaml has Node load this before the program (`nodeargs: "--import ./require-node.mjs"`), so that too old a Node
// ends in a sentence instead of ERR_UNKNOWN_FILE_EXTENSION and a stack trace. Old syntax on purpose.
import { writeSync } from "node:fs";

var parts = process.versions.node.split(".");
var major = Number(parts[0]);
var minor = Number(parts[1]);
// Type stripping without a flag: https://nodejs.org/api/typescript.html, history of "Type stripping".
if (!(major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18))) {
  // Written synchronously: on Windows a pipe would lose it at the exit.
  writeSync(
    2,
    "This program needs Node 22.18 or newer (23.6 or newer of Node 23); found Node " +
      process.versions.node +
      " at " +
      process.execPath +
      ". Install a newer one from https://nodejs.org/ or put it first on your PATH, then run the same command again.\n",
  );
  process.exit(1);
}
