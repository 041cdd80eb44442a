import type { Account, ServicePrincipal } from "./directory.ts";
import { EntraError } from "./entra-errors.ts";

/** What a second factor meets; the rest is met by nothing that a person can do at the prompt. */
const BY_SECOND_FACTOR = [50076, 50079];

/**
 * Gives what stands between a signed-in user and a token in Entra's words: "Microsoft Entra authentication & authorization
 * error codes"; `suberror` and `claims` as public reports show them (MSOLSpray #5, microsoft-authentication-library-for-python).
 * @param factors how the user proved himself, as the claim `amr` names it
 * @throws EntraError for the first condition that is not met
 */
export function meetConditions(
  { conditions }: Account,
  { graph: { appId } }: ServicePrincipal,
  factors: readonly string[],
): void {
  const unmet = conditions.find(
    ({ code, resourceAppId = appId }) =>
      resourceAppId === appId && !(BY_SECOND_FACTOR.includes(code) && factors.includes("mfa")),
  );
  if (!unmet) return;
  const { code } = unmet;
  const because =
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must";
  const messages = {
    50076: `${because} use multi-factor authentication to access '${appId}'.`,
    50079: `${because} enroll in multi-factor authentication to access '${appId}'.`,
    53000:
      "Your device is required to be compliant to access this resource. To become compliant, register the device with your " +
      "organization.",
    53003: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    530032: "Access has been blocked by a security policy that your administrator has configured.",
  };
  const claims = JSON.stringify({ access_token: { capolids: { essential: true, values: [POLICY_ID] } } });
  const suberror = BY_SECOND_FACTOR.includes(code) ? "basic_action" : "message_only";
  throw new EntraError(code, messages[code], undefined, { suberror, claims });
}

/** The invented policy that wants it, as the answer names it. */
const POLICY_ID = "c2b5a1d0-0d52-4b6f-9f5e-0a7f3f1d6e10";
