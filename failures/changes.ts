/** What a run's log says that it changed. Pure. */

/** What only the output of a run of Pulumi holds. */
const OF_A_RUN =
  /^(?:Updating|Destroying|Refreshing|Previewing \w{2,10}) \(|^Resources:$|^Duration: |^Outputs:$|^\s{0,8}(?:applicationUrl|nextSteps|rotatesFrom|secretExpires) {0,12}: |^ [+~-]{1,2} {1,2}[a-z][\w-]{0,40}:[\w/-]{1,80}:\w{1,80} /m;
const PREVIEW = /^Previewing \w{2,10} \(/m;
const DOING = /^(?:Updating|Destroying|Refreshing) \(/m;
const OUTPUTS = /^Outputs:\s{0,4}$/;
const SUMMARY = /^Resources:$/m;
/** `    + 3 created`, `    ~ 1 updated`, `    - 2 deleted`, `    +-1 replaced`. */
const COUNTED = /^\s{1,8}[+~-]{1,2} {0,2}\d{1,6} (?:created|updated|deleted|replaced|imported)/m;
/** ` +  azuread:index:Application application created (2s)`. */
const DONE =
  /^\s{0,8}[+~-]{1,2}\s{1,4}[a-z][\w-]{0,40}:[\w/-]{1,80}:\w{1,80} [\w.-]{1,100} .{0,40}\b(?:created|updated|deleted|replaced)\b/m;
/** The application itself, made by this run. */
const MADE = /^\s{0,8}\+{1,2}\s{1,4}azuread:[\w/-]{1,80}:Application application .{0,40}\bcreated\b/m;
const FAILED = /\berror: |\bError: |\bERROR: |\berrored\b|\bfailed\b|\bpanic: /;

/** Warnings tell of failures that the run got over. */
const NO_ERROR = /^\s{0,12}(?:warning|info): /;

/** Patterns that read; a test looks at each. */
export const CHANGING: readonly RegExp[] = [
  OF_A_RUN,
  PREVIEW,
  DOING,
  OUTPUTS,
  SUMMARY,
  COUNTED,
  DONE,
  MADE,
  FAILED,
  NO_ERROR,
];

export interface Changes {
  /** Whether the text is the output of a run, or a part of it. */
  isRun: boolean;
  /** Whether anything in it failed, as far as a run's output says so by itself. */
  failed: boolean;
  /** true: something was; false: nothing was; undefined: the text does not say. */
  changed: boolean | undefined;
  /** Whether the log lists the application as made by this run. */
  made: boolean;
}

/** A run's log without its outputs, which can speak of errors and tell of none. @param text as `plain` gives it */
export function withoutOutputs(text: string): string {
  let isOutput = false;
  return text
    .split("\n")
    .filter((line) => {
      if (line !== "" && !line.startsWith(" ")) isOutput = OUTPUTS.test(line);
      return !isOutput || OUTPUTS.test(line);
    })
    .join("\n");
}

/** @param text as `plain` gives it */
export function changes(text: string): Changes {
  const listed = COUNTED.test(text) || DONE.test(text);
  const isPreviewOnly = PREVIEW.test(text) && !DOING.test(text);
  const isWhole = isPreviewOnly || SUMMARY.test(text);
  return {
    isRun: OF_A_RUN.test(text),
    failed: text.split("\n").some((line) => FAILED.test(line) && !NO_ERROR.test(line)),
    changed: listed ? true : isWhole ? false : undefined,
    made: MADE.test(text),
  };
}
