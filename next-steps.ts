/** What the operator does after a run, in the words of ESIA's node form. Pure: imports no Pulumi. */

export interface Outcome {
  /** The stack's name, for the command that shows the key. */
  stack: string;
  /** Life of a key in calendar months. */
  secretMonths: number;
  /** False when the application only asks for its roles. */
  consentGiven: boolean;
  /** Whether names in usage reports are shown; undefined when this stack does not ask for it. */
  namesShown?: boolean | undefined;
}

/** @returns one sentence a step, in order */
export function nextSteps({ stack, secretMonths, consentGiven, namesShown }: Outcome): string[] {
  return [
    ...(consentGiven
      ? []
      : [
          "Let a Privileged Role Administrator open the output consentUrl and accept, or choose " +
            '"Grant admin consent" on the API permissions page (output applicationUrl).',
        ]),
    "In ESIA, open the node of type Microsoft 365 and fill in its three fields:",
    "Tenant ID: the output tenantId",
    "Client ID: the output clientId",
    `key: what 'pulumi stack output clientSecret --show-secrets --stack ${stack}' prints`,
    ...(namesShown === true
      ? [
          "ESIA shows names instead of hashes from its next test on (about 30 minutes), or once 'rm /tmp/o365/*' was run on its host.",
        ]
      : []),
    ...(namesShown === false
      ? ["Names in usage reports are still hidden: do what this run's warning says and run 'pulumi up' again."]
      : []),
    `Run 'pulumi up' again ${howOften(secretMonths)}: it renews the key when it is due.`,
  ];
}

/**
 * How often a run is needed, so that an old key works beside the new one for 60 days (from 6 months on), 31 or 7.
 * The README's table says the same; test/secrets.property.test.ts checks it over all dates.
 */
export function howOften(secretMonths: number): "once a month" | "every two weeks" | "every week" {
  if (secretMonths >= 6) return "once a month";
  return secretMonths >= 3 ? "every two weeks" : "every week";
}
