/** What an operator sets for a step, and what is wanted then. */
import { numberIn } from "../../keys/display-name.ts";
import { SUBJECT } from "../support/pipeline.ts";
import { writeSettings } from "../support/settings.ts";
import type { TestStack } from "../support/stack.ts";
import type { Doing } from "./plan.ts";
import { applications, type Wanted } from "./wanted.ts";
import type { Watch } from "./watch.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Sets what the step asks for. @returns what is wanted then */
export function ask(stack: TestStack, watch: Watch, doing: Doing, wanted: Wanted): Wanted {
  const newest = Math.max(...wanted.keys);
  const set = (settings: Record<string, unknown>) => writeSettings(stack, settings);
  switch (doing) {
    case "create":
      return wanted;
    case "rotate":
      set({ "esia:rotateTo": newest + 1 });
      return { ...wanted, keys: [...wanted.keys, newest + 1] };
    case "due":
      nearTheEnd(stack);
      return { ...wanted, keys: [...wanted.keys, newest + 1] };
    case "cut off":
      set({ "esia:rotateTo": newest + 1, "esia:retireUpTo": newest });
      watch.retireUpTo = newest;
      return { ...wanted, keys: [newest + 1] };
    case "retire":
      set({ "esia:retireUpTo": newest - 1 });
      watch.retireUpTo = newest - 1;
      return { ...wanted, keys: [newest] };
    case "leave a role out":
      set({ "esia:omit": ["User.Read.All"] });
      return { ...wanted, omit: ["User.Read.All"] };
    case "rename": {
      const displayName = wanted.displayName === "esia" ? "other" : "esia";
      set({ "esia:displayName": displayName });
      return { ...wanted, displayName };
    }
    case "show names":
      set({ "esia:showNamesInReports": "true" });
      return { ...wanted, showsNames: true };
    case "hide names":
      set({ "esia:showNamesInReports": undefined });
      return { ...wanted, showsNames: false };
    case "add pipeline": {
      // The identity is declared with the tenant pinned, as the dialogue of the first steps has it.
      const [, github, , environment] = SUBJECT.split(":");
      set({ "azuread:tenantId": stack.tenant.tenantId, "esia:pipeline": { github, environment } });
      return { ...wanted, pipeline: true };
    }
    case "remove pipeline":
      set({ "esia:pipeline": undefined });
      return { ...wanted, pipeline: false };
    case "lose the state":
      return { ...wanted, keys: [newest + 1], left: wanted.keys };
    case "destroy":
      watch.destroys = true;
      return { ...wanted, exists: false, showsNames: false };
  }
}

/** Twenty days before the newest key ends. */
function nearTheEnd(stack: TestStack): void {
  const keys = applications(stack).flatMap(({ graph }) => graph.passwordCredentials);
  const [newest] = keys.sort((one, other) => (numberIn(other.displayName) ?? 0) - (numberIn(one.displayName) ?? 0));
  const day = Date.parse(newest?.endDateTime ?? "") - 20 * DAY + 10 * HOUR;
  stack.tenant.clock.set(() => new Date(day));
}
