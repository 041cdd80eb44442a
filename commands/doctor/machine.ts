/** Whether this machine has what a run takes: Node, the Pulumi engine, its provider plugins. */
import { NEEDED_NODE, runsTypeScript } from "../../machine/node-version.mjs";
import { findOnPath, pathOf } from "../../machine/on-path.mjs";
import {
  ENGINE_VERSION,
  engineVersion,
  NEEDED_PLUGINS,
  type NeededPlugin,
  newEnough,
  pluginVersion,
} from "../../machine/versions.ts";
import type { Row } from "../rows/report.ts";
import type { AskPulumi } from "../stack/ask.ts";

/** @param version as `process.versions.node` */
export function nodeRow(version: string): Row {
  if (runsTypeScript(version)) return { check: "Node", result: "pass", detail: `${version}.` };
  return {
    check: "Node",
    result: "fail",
    detail: `${version}; the program needs ${NEEDED_NODE}.`,
    next: "Install a newer one from https://nodejs.org/, or put it first on your PATH.",
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
    return { check, result: "unknown", detail: `It does not tell its version; ${ENGINE_VERSION} or newer is needed.` };
  }
  if (newEnough(version)) return { check, result: "pass", detail: `${version}.` };
  return { check, result: "fail", detail: `${version}; ${ENGINE_VERSION} or newer is needed.`, next: install };
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
  const installed = JSON.parse(stdout || "[]") as { name: string; version?: string; kind: string }[];
  return Promise.all(
    NEEDED_PLUGINS.map(async (needed) => {
      const file = findOnPath(`pulumi-resource-${needed.name}`, pathOf(env));
      return pluginRow(needed, {
        ...(file && { onPath: { file, version: await pluginVersion(file) } }),
        installed: installed.some(
          ({ name, kind, version }) => kind === "resource" && name === needed.name && version === needed.version,
        ),
      });
    }),
  );
}
