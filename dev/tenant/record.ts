import { writeFileSync } from "node:fs";
import { findServicePrincipalByAppId } from "./directory.ts";
import type { RequestRecord } from "./journal.ts";
import { MANAGEMENT_API_APP_ID } from "./microsoft-apis.ts";
import type { Tenant } from "./server.ts";

/** What a provider really asked, and what the tenant answered: replayed by a test, so that the tenant cannot drift. */
export interface Recording {
  /** Which provider asked, with its version. */
  provider: string;
  /** The tenant's clock at the start; a replay sets its clock to it. */
  recordedAt: string;
  /** Whether the Office 365 Management APIs had a service principal at the start. */
  managementApi: boolean;
  steps: RecordedStep[];
}

/** One command, such as `up` or `destroy`, with its requests in the order in which they were answered. */
export interface RecordedStep {
  name: string;
  requests: RequestRecord[];
}

export interface Recorder {
  /** Everything asked since the last step, under this name. */
  step(name: string): void;
  /** Writes the recording, a line per request. @throws Error when the tenant did not understand all of it */
  write(file: string): void;
}

/**
 * Starts recording what a tenant is asked; nothing earlier is part of it.
 * @param provider what asks, such as "pulumi-azuread 6.9.1"
 */
export function recordRequests(tenant: Tenant, provider: string): Recorder {
  const recording: Recording = {
    provider,
    recordedAt: tenant.clock.now().toISOString(),
    managementApi: findServicePrincipalByAppId(tenant.directory, MANAGEMENT_API_APP_ID) !== undefined,
    steps: [],
  };
  let next = tenant.requests.length;
  return {
    step(name) {
      recording.steps.push({ name, requests: tenant.requests.slice(next) });
      next = tenant.requests.length;
    },
    write(file) {
      if (tenant.strictRefusals.length > 0) {
        throw new Error(`The tenant refused ${tenant.strictRefusals.length} requests: this is no recording to keep.`);
      }
      writeFileSync(file, recordingText(recording).replaceAll(tenant.metadataHost, "localhost"));
    },
  };
}

/** A line per request, so that two recordings can be compared. */
function recordingText({ steps, ...head }: Recording): string {
  const heading = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  const stepTexts = steps.map(({ name, requests }) => {
    const lines = requests.map((request) => `      ${JSON.stringify(request)}`);
    return `    {\n      "name": ${JSON.stringify(name)},\n      "requests": [\n${lines.join(",\n")}\n      ]\n    }`;
  });
  return `{\n${heading.join("")}  "steps": [\n${stepTexts.join(",\n")}\n  ]\n}\n`;
}
