/** Whether this machine has what a run takes: Node, the Pulumi engine, its provider plugins. */
import { delimiter } from "node:path";
import { NEEDED_NODE, runsTypeScript } from "../../machine/node-version.mjs";
import { findOnPath, pathOf } from "../../machine/on-path.mjs";
import { runProgram } from "../../machine/run-program.mjs";
import {
  engineVersion,
  LEAST_ENGINE,
  NEEDED_PLUGINS,
  type NeededPlugin,
  newEnough,
  pluginVersion,
} from "../../machine/versions.ts";
import type { Row } from "../rows/report.ts";
import type { AskPulumi } from "../stack/ask.ts";
import { parsed } from "./which-stack.ts";

/** The `node` that `pulumi` finds and runs the program with. */
export interface FoundNode {
  file: string;
  /** As `node --version` prints it; undefined when it does not. */
  version: string | undefined;
}

/**
 * Looks where `pulumi` looks, on the PATH. What npm puts before it for its own scripts is not there in a terminal: its
 * node_modules/.bin and node-gyp-bin, where a package can have put a `node` of its own.
 */
export async function nodeOnPath(env: NodeJS.ProcessEnv): Promise<FoundNode | undefined> {
  const folders = pathOf(env).split(delimiter);
  const own = folders.filter((folder) => !/node_modules[\\/]\.bin[\\/]?$|node-gyp-bin[\\/]?$/.test(folder));
  const file = findOnPath("node", own.join(delimiter));
  if (file === undefined) return undefined;
  const { code, stdout } = await runProgram(file, ["--version"], { timeout: 10_000 });
  return { file, version: code === 0 ? /^v(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1] : undefined };
}

/** @param found undefined where there is none on the PATH */
export function nodeRow(found: FoundNode | undefined): Row {
  const check = "Node";
  const next = "Install a newer one from https://nodejs.org/, and put it first on your PATH.";
  if (!found) {
    return {
      check,
      result: "fail",
      detail: `There is no 'node' on the PATH, where 'pulumi' looks for it; the program needs ${NEEDED_NODE}.`,
      next,
    };
  }
  const { file, version } = found;
  if (version === undefined) {
    return {
      check,
      result: "fail",
      detail: `${file} does not tell its version; the program needs ${NEEDED_NODE}.`,
      next,
    };
  }
  if (runsTypeScript(version)) return { check, result: "pass", detail: `${version}.` };
  return {
    check,
    result: "fail",
    detail: `${version} (${file}), which 'pulumi' takes; the program needs ${NEEDED_NODE}.`,
    next,
  };
}

/** @param printed what `pulumi version` printed; undefined when there is no `pulumi` */
export function engineRow(printed: string | undefined): Row {
  const check = "Pulumi engine";
  const install = "Install it: https://www.pulumi.com/docs/install/.";
  if (printed === undefined) {
    return { check, result: "fail", detail: "There is no 'pulumi' on the PATH.", next: install };
  }
  const version = engineVersion(printed);
  if (!version) {
    return {
      check,
      result: "fail",
      detail: `It does not tell its version; ${LEAST_ENGINE} or newer is needed.`,
      next: install,
    };
  }
  if (newEnough(version)) return { check, result: "pass", detail: `${version}.` };
  return { check, result: "fail", detail: `${version}; ${LEAST_ENGINE} or newer is needed.`, next: install };
}

/** A plugin as it was found: on PATH, which wins, or among the installed ones. */
export interface FoundPlugin {
  onPath?: { file: string; version: string | undefined };
  installed: boolean;
}

export function pluginRow({ name, version }: NeededPlugin, { onPath, installed }: FoundPlugin): Row {
  const check = `Plugin ${name}`;
  if (onPath) {
    if (onPath.version === version) return { check, result: "pass", detail: `${version}, from the PATH.` };
    return {
      check,
      result: "warn",
      detail: `${onPath.file} is ${onPath.version ?? "of unknown version"}, where ${version} is expected: Pulumi takes it because it is on the PATH.`,
      next: "Take that file off the PATH, or replace it.",
    };
  }
  if (installed) return { check, result: "pass", detail: `${version}.` };
  return {
    check,
    result: "warn",
    detail: `${version} is not installed: the first run downloads it.`,
    next: `Where runs cannot download: 'pulumi plugin install resource ${name} ${version}' beforehand.`,
  };
}

/** @returns a row for each plugin */
export async function pluginRows(pulumi: AskPulumi, env: NodeJS.ProcessEnv): Promise<Row[]> {
  const { stdout } = await pulumi(["plugin", "ls", "--json"]);
  const listed = parsed(stdout);
  // What cannot be read counts as not installed: the first run downloads it.
  const installed = (Array.isArray(listed) ? listed : []) as ({
    name?: string;
    version?: string;
    kind?: string;
  } | null)[];
  return Promise.all(
    NEEDED_PLUGINS.map(async (needed) => {
      const file = findOnPath(`pulumi-resource-${needed.name}`, pathOf(env));
      return pluginRow(needed, {
        ...(file && { onPath: { file, version: await pluginVersion(file) } }),
        installed: installed.some(
          (plugin) => plugin?.kind === "resource" && plugin.name === needed.name && plugin.version === needed.version,
        ),
      });
    }),
  );
}
