/** What the operator does after a run, in the words of ESIA's node form. Pure: imports no Pulumi. */

export interface Outcome {
  /** The stack's name, for the command that shows the key. */
  stack: string;
  /** Days that the newest key lives, from its making to its end. */
  lifeDays: number;
  /** False when the application only asks for its roles. */
  consentGiven: boolean;
  /** Whether names in usage reports are shown; undefined when this stack does not ask for it. */
  namesShown?: boolean | undefined;
}

/** @returns one sentence a step, in order */
export function nextSteps({ stack, lifeDays, consentGiven, namesShown }: Outcome): string[] {
  return [
    ...(consentGiven
      ? []
      : [
          "Let a Privileged Role Administrator choose " +
            '"Grant admin consent" on the API permissions page (output applicationUrl), or open the output consentUrl and ' +
            "accept: that may end on error AADSTS500113, for want of a redirect address, and the consent counts all the same.",
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
    `Run 'pulumi up' again ${howOften(lifeDays)}: it renews the key when it is due.`,
  ];
}

/**
 * How often a run is needed, so that an old key works beside the new one for 60 days (keys of 6 months and more), 31 (3 to 5)
 * or 7. A key of 6 months lives 180 days at least, one of 5 months 152 at most; one of 3 months 88 at least, one of 2 months
 * 61 at most. The README's table says the same in months; test/keys/plan.property.test.ts checks it over all dates.
 * @param lifeDays days that the newest key lives, whatever new ones will
 */
export function howOften(lifeDays: number): "once a month" | "every two weeks" | "every week" {
  if (lifeDays >= 170) return "once a month";
  return lifeDays >= 75 ? "every two weeks" : "every week";
}
