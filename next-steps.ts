/** What the operator does after a run, in the words of ESIA's node form. Pure: imports no Pulumi. */

export interface Outcome {
  /** The stack's name, for the command that shows the key. */
  stack: string;
  /** False when the application only asks for its roles. */
  consentGiven: boolean;
  /** Whether names in usage reports are shown; undefined when this stack does not ask for it. */
  namesShown?: boolean | undefined;
}

/** @returns one sentence a step, in order */
export function nextSteps({ stack, consentGiven, namesShown }: Outcome): string[] {
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
    "Run 'pulumi up' again once a month.",
  ];
}
