import type { Outcome, Point } from "./case.ts";

/** How a provider took each failure of each of its requests. */
export interface FailureRecording {
  provider: string;
  steps: RecordedStep[];
}

/** One question of the engine's: what the provider asks unharmed, and what comes of each harm to one of these requests. */
export interface RecordedStep {
  name: string;
  unharmed: Outcome;
  cases: RecordedCase[];
}

export interface RecordedCase extends Point {
  harm: string;
  outcome: Outcome;
}

/** As it is written: a line per point and outcome, with all harms that came to it; the tenant's contents where they differ. */
interface Line extends Point, Omit<Outcome, "tenant"> {
  harms: string[];
  tenant?: string;
}

/** Writes a recording, short enough to read and to compare with another one. */
export function recordingText({ provider, steps }: FailureRecording): string {
  const texts = steps.map(({ name, unharmed, cases }) => {
    const lines = cases.reduce<Line[]>((found, { request, nth, harm, outcome }) => {
      const { tenant, ...rest } = outcome;
      const line = { request, nth, harms: [harm], ...rest, ...(tenant !== unharmed.tenant && { tenant }) };
      const same = found.find((one) => JSON.stringify({ ...one, harms: [harm] }) === JSON.stringify(line));
      if (same) same.harms.push(harm);
      else found.push(line);
      return found;
    }, []);
    const head = `    {\n      "name": ${JSON.stringify(name)},\n      "unharmed": ${JSON.stringify(unharmed)},\n`;
    return `${head}      "cases": [\n${lines.map((line) => `        ${JSON.stringify(line)}`).join(",\n")}\n      ]\n    }`;
  });
  return `{\n  "provider": ${JSON.stringify(provider)},\n  "steps": [\n${texts.join(",\n")}\n  ]\n}\n`;
}

/** Reads what `recordingText` wrote. */
export function readRecording(text: string): FailureRecording {
  const { provider, steps } = JSON.parse(text) as {
    provider: string;
    steps: { name: string; unharmed: Outcome; cases: Line[] }[];
  };
  return {
    provider,
    steps: steps.map(({ name, unharmed, cases }) => ({
      name,
      unharmed,
      cases: cases.flatMap(({ harms, request, nth, tenant = unharmed.tenant, ...rest }) =>
        harms.map((harm) => ({ request, nth, harm, outcome: { ...rest, tenant } })),
      ),
    })),
  };
}
