/**
 * Which failed operations are asked for once more. A narrow list: what Graph refused whole, and only where the repeat can
 * make nothing twice. After a POST that succeeded the engine would forget the first id when it tries again, and a second key
 * or an application that no state knows would be left; without another try the state keeps it, and the next run goes on.
 * azuread itself repeats 404, "Not a valid reference update" and 5xx on a grant for minutes (app_role_assignment_resource.go,
 * go-azure-sdk's sdk/client/client.go), but neither this code nor addPassword's 404. Pure.
 */
import { TYPES } from "../stack/names.ts";
import { codesOf } from "./graph-codes.ts";
import { plain, read } from "./read.ts";

/** What an error hook is told (`ErrorHookArgs` of @pulumi/pulumi). */
export interface FailedOperation {
  /** The resource's logical name. */
  name: string;
  /** Its type token, as stack/names.ts has it. */
  type: string;
  /** "create", "update" or "delete". */
  failedOperation: string;
  /** One for each time that it was tried, the newest first. */
  errors: readonly string[];
}

/** The circumstances of the run. */
export interface Run {
  isPreview: boolean;
  /** Whether the state at the start held no application, so that this run made the one that it works on. */
  made: boolean;
}

/** Another try, to be announced and made after a pause. */
export interface Try {
  line: string;
  /** Milliseconds. */
  pause: number;
}

/** Before the first, second and third further try, in milliseconds: what is busy passes in seconds. */
const PAUSES = [2_000, 5_000, 10_000] as const;

const BUSY = "Directory_ConcurrencyViolation";
/** With these Graph says that it is busy; a 409 without the code says that something exists. */
const BUSY_STATUS: readonly number[] = [400, 409, 503];
const MISSING = codesOf("gone");

/** What azuread says of the requests that may be repeated. Anything else that it says of a grant or a key comes after them. */
const REQUESTS: readonly { type: string; operation: string; words: RegExp }[] = [
  { type: TYPES.grant, operation: "create", words: /Could not create app role assignment/ },
  { type: TYPES.grant, operation: "delete", words: /Deleting Service Principal Id App Role Assigned To/ },
  { type: TYPES.secret, operation: "create", words: /Adding password for / },
];
const EXISTS = /already exist/;

/** @returns undefined where the failure stands: it is not on the list, was tried often enough, or this is a preview */
export function anotherTry(failed: FailedOperation, run: Run): Try | undefined {
  const [newest = ""] = failed.errors;
  const pause = PAUSES[failed.errors.length - 1];
  if (run.isPreview || pause === undefined) return undefined;
  const why = reason(failed, newest, run);
  if (!why) return undefined;
  return { line: `${why}: trying ${failed.name} again (${failed.errors.length} of ${PAUSES.length}).`, pause };
}

function reason({ type, failedOperation }: FailedOperation, text: string, { made }: Run): string | undefined {
  const request = REQUESTS.find(
    (one) => one.type === type && one.operation === failedOperation && one.words.test(text),
  );
  if (!request && failedOperation !== "update") return undefined;
  const findings = read(plain(text));
  const codes = findings.flatMap((finding) => finding.codes);
  const status = findings.flatMap((finding) => finding.status);
  const all = (allowed: readonly number[]) => status.length > 0 && status.every((one) => allowed.includes(one));
  if (codes.includes(BUSY)) {
    const isBusy = codes.every((code) => code === BUSY) && all(BUSY_STATUS) && !EXISTS.test(text);
    return isBusy ? "Graph is busy with another change of this directory" : undefined;
  }
  const isMissing = all([404]) && codes.every((code) => MISSING.includes(code));
  return made && isMissing && request?.type === TYPES.secret
    ? "Entra does not know the new application everywhere yet"
    : undefined;
}
