/** All failures that are known by themselves, in the order in which they are asked: the more special first. Data. */
import { FEED } from "./explained-activity-feed.ts";
import { EXISTING } from "./explained-exists.ts";
import { GONE } from "./explained-gone.ts";
import { HALF_MADE } from "./explained-half-made.ts";
import { BROKEN, MACHINE } from "./explained-machine.ts";
import { NETWORK } from "./explained-network.ts";
import { PASSING } from "./explained-passing.ts";
import { PROGRAM } from "./explained-program.ts";
import { RIGHTS } from "./explained-rights.ts";
import { RULES } from "./explained-rules.ts";
import { SIGN_INS } from "./explained-sign-in.ts";
import { STATE } from "./explained-state.ts";
import { STS } from "./explained-sts.ts";
import { STS_OF_PEOPLE } from "./explained-sts-person.ts";
import type { Explained } from "./kinds.ts";

export const EXPLAINED: readonly Explained[] = [
  ...PROGRAM,
  ...HALF_MADE,
  ...STATE,
  ...MACHINE,
  ...FEED,
  ...STS,
  ...STS_OF_PEOPLE,
  ...SIGN_INS,
  ...NETWORK,
  ...RULES,
  ...EXISTING,
  ...GONE,
  ...PASSING,
  ...RIGHTS,
  ...BROKEN,
];
