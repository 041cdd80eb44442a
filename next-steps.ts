/** What the operator does after a run, in the words of ESIA's node form. Pure: imports no Pulumi. */

/**
 * @param stack the stack's name, for the command that shows the key
 * @param consentGiven false when the application only asks for its roles
 * @returns one sentence a step, in order
 */
export function nextSteps({ stack, consentGiven }: { stack: string; consentGiven: boolean }): string[] {
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
    "Run 'pulumi up' again once a month.",
  ];
}
