/** What adopt finds in the tenant, and what comes of it. */
import type { Temporal } from "temporal-polyfill";
import type { Reader, Remover } from "../../microsoft/client.ts";
import type { Settings } from "../../settings.ts";
import { importing, written } from "../../stack/adopting.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { StackState } from "../doctor/stack-state.ts";
import type { Where } from "../doctor/unread.ts";
import type { Row } from "../rows/report.ts";
import type { AskPulumi, Config } from "../stack/ask.ts";
import { type Arguments, removing } from "./arguments.ts";
import { applicationChanges, principalChanges } from "./changes.ts";
import { choose, markOn, meantClientId } from "./choose.ts";
import { delegatedRows } from "./delegated.ts";
import { around, candidates, isInBin } from "./directory.ts";
import { applicationRow, grantRows, keyRows, principalRow } from "./exists.ts";
import { chosenPipeline, pipelineIds, pipelineRows, pipelinesOf } from "./pipeline.ts";
import { planRemoval } from "./removal.ts";
import { remove } from "./remove.ts";
import { adoptionOf, namedGrants } from "./setting.ts";
import { settingRow, unseenRow } from "./setting-row.ts";

export interface Look extends Pick<Arguments, "stack" | "clientId" | "remove" | "yes"> {
  state: StackState;
  config: Config;
  settings: Settings;
  graph: Reader;
  removing: Remover;
  pulumi: AskPulumi;
  where: Where;
  asksForSignIns: boolean;
  now: Temporal.Instant;
}

/** @throws RequestFailed when the tenant was not read: half of it would look like all */
export async function look(looking: Look): Promise<Row[]> {
  const { state, settings, graph, stack, clientId, yes, now } = looking;
  const { displayName } = settings;
  const meant = meantClientId(looking);
  const clientIds = [...new Set([state.application?.clientId, clientId].filter((id) => id !== undefined))];
  const found = await candidates(graph, { clientIds, mark: state.mark, displayName });
  const isGone = meant !== undefined && !found.some(({ appId }) => appId.toLowerCase() === meant.toLowerCase());
  const inBin = isGone && (await isInBin(graph, meant));
  const { application, rows } = choose(found, { stack, state, clientId, displayName, inBin });
  if (!application) {
    const left = rows.some(({ result }) => result === "fail") ? undefined : unseenRow(looking);
    return left ? [...rows, left] : rows;
  }
  const beside = await around(graph, application, looking.asksForSignIns);
  const grants = namedGrants(beside, settings);
  const held = { state, stack };
  if (looking.remove) {
    const option = `${removing(looking.remove.kind, looking.remove.id)} --yes`;
    if (!state.application) return [...rows, notYet(stack)];
    const plan = planRemoval(looking.remove, { application, around: beside, grants, state, stack, now });
    return [await remove(plan, { yes, again: adoptCommand(stack, option) }, looking)];
  }
  const pipelines = await pipelinesOf(graph, markOn(application) ?? state.mark);
  const { pipeline } = chosenPipeline(pipelines, state);
  const ofPipeline = { settings, state, application, around: beside };
  const adoption = adoptionOf(application, beside, grants, pipelineIds(pipeline, ofPipeline));
  const principal = principalRow(beside, held);
  const shown = [
    ...rows,
    applicationRow(application, beside, held),
    principal,
    ...grantRows(grants, held, settings),
    ...delegatedRows(beside, looking.where),
    ...keyRows(application, beside, held, now),
    ...pipelineRows(pipelines, ofPipeline),
    // What is the stack's already, a run leaves as it was declared: doctor compares that.
    ...(state.application ? [] : applicationChanges(application, beside, settings, pipeline?.principal)),
    ...(state.principal ? [] : principalChanges(beside, settings)),
  ];
  const taken = importing(adoption, state.held);
  const names = Object.keys(adoption.ids).filter((name) => taken(name).import !== undefined);
  // With something that fails in the way, a run would end half done.
  const fails = shown.some(({ result }) => result === "fail");
  return [...shown, await settingRow({ value: written(adoption), names, fails }, looking)];
}

function notYet(stack: string): Row {
  return {
    check: "Application",
    result: "fail",
    detail: "The state holds no application yet: nothing is removed from one that is not the stack's.",
    next: `${adoptCommand(stack, "--yes")} and ${pulumiCommand("up", stack)} take it over first.`,
  };
}
