import { describe, expect, it } from "vitest";
import { explain } from "../../failures/explain.ts";
import { cliCredential } from "../../operator/cli-credential.ts";

const TENANT = "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4";
const BLANKET = "Please run 'az login' from a command prompt to authenticate before using this credential.";
const refusing = (message: string) => ({ getToken: () => Promise.reject(new Error(message)) });

/** As azure-cli 2.91.0 wrote it, asked for Graph by a user whom a policy wants a second factor of. */
const MFA = `ERROR: AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'. Trace ID: e80a1d88-1e8c-4b07-92bc-d4e5b523c1b1 Correlation ID: 33a240df-77fb-42b6-bfac-34776feb5bbc Timestamp: 2026-11-25 19:26:38Z
Run the command below to authenticate interactively; additional arguments may be added as needed:
az logout
az login --tenant "${TENANT}" --scope "https://graph.microsoft.com/.default"
`;

describe("where Microsoft's library only says to run 'az login'", () => {
  it("the refusal of Entra's that the Azure CLI had is given in its place", async () => {
    const asked: (readonly string[])[] = [];
    const credential = cliCredential(TENANT, refusing(BLANKET), async (args) => {
      asked.push(args);
      return MFA;
    });
    const failure = await credential
      .getToken("https://graph.microsoft.com/.default")
      .catch((error: Error) => error.message);
    expect(failure).toBe(MFA.trim());
    expect(explain(String(failure), "acme", { tenantId: TENANT })).toMatchObject([
      {
        command: expect.stringContaining(
          `'az login --tenant ${TENANT} --allow-no-subscriptions --scope https://graph.microsoft.com/.default'`,
        ),
      },
    ]);
    expect(asked).toEqual([
      [
        "account",
        "get-access-token",
        "--output",
        "none",
        "--scope",
        "https://graph.microsoft.com/.default",
        "--tenant",
        TENANT,
      ],
    ]);
  });

  it.each([
    ["nobody is signed in", "ERROR: Please run 'az login' to setup account.\n"],
    ["it cannot be asked any more", ""],
  ])("its sentence stays, when %s", async (_, said) => {
    const credential = cliCredential(undefined, refusing(BLANKET), async () => said);
    await expect(credential.getToken("https://graph.microsoft.com/.default")).rejects.toThrow(BLANKET);
  });
});

it("any other failure is passed on, and the Azure CLI is not asked again", async () => {
  const credential = cliCredential(TENANT, refusing("Azure CLI could not be found."), () => {
    throw new Error("asked");
  });
  await expect(credential.getToken("s")).rejects.toThrow("Azure CLI could not be found.");
});

it("a token is passed on as it is", async () => {
  const token = { token: "t", expiresOnTimestamp: 1 };
  const credential = cliCredential(TENANT, { getToken: async () => token }, () => Promise.reject(new Error("asked")));
  expect(await credential.getToken("s")).toBe(token);
});
