/** What an interrupted run left of the pipeline's identity, which the state does not hold. Pure. */
import type { Read } from "../../microsoft/read.ts";
import type { HeldPipeline } from "../../pipeline/held.ts";
import type { Settings } from "../../settings.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { FoundPipeline } from "../adopt/pipeline.ts";
import type { Row } from "../rows/report.ts";
import { unreadRow, type Where } from "./unread.ts";

const CHECK = "Pipeline";

/**
 * @param read what carries the stack's mark for its pipeline; undefined where the state holds it whole
 * @param held what the state holds of it
 * @returns a row where a run would meet what it is to make, or something signs in that nobody declares
 */
export function pipelineLeftRows(
  read: Read<readonly FoundPipeline[]> | undefined,
  { pipeline }: Pick<Settings, "pipeline">,
  held: HeldPipeline | undefined,
  where: Where,
): Row[] {
  if (read === undefined) return [];
  if ("unread" in read) return pipeline || held ? [unreadRow(CHECK, read.unread, where)] : [];
  const { stack } = where;
  return read.value
    .filter(({ identity, principal }) => identity.appId !== held?.clientId || principal !== undefined)
    .map(({ identity }) => ({
      check: CHECK,
      result: "fail",
      detail:
        `${JSON.stringify(identity.displayName)}, client id ${identity.appId}, carries the stack's mark for its pipeline, and the ` +
        `state does not hold all of it: an interrupted run left it${pipeline ? ", and a run would end in an error" : ""}.`,
      next: pipeline
        ? `Take it over: ${adoptCommand(stack, "--yes")}, then ${pulumiCommand("up", stack)}.`
        : `If no pipeline signs in with it: 'az ad app delete --id ${identity.appId}'.`,
    }));
}
