import { describe, expect, it } from "vitest";
import { guid } from "../../microsoft/guid.ts";
import { type Answer, tenantIdOf } from "../../microsoft/tenant-id.ts";
import { useTenant } from "../tenant/client.ts";

const LOGIN = "https://login.microsoftonline.com";
const command = (words: string) => `'pulumi ${words} --stack acme'`;
const SET =
  "'pulumi config set azuread:tenantId GUID --stack acme' with the tenant's GUID (Entra admin centre, Overview).";
const metadata = (issuer: unknown): Answer => ({ status: 200, text: JSON.stringify({ issuer }) });
const OWN = metadata(`${LOGIN}/6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4/v2.0`);

/** Resolves against one answer. @returns what came out, and which addresses were asked */
async function resolved(configured: string, answer: Answer | Error = OWN) {
  const asked: string[] = [];
  const result = await tenantIdOf(configured, LOGIN, command, async (url) => {
    asked.push(url.href);
    if (answer instanceof Error) throw answer;
    return answer;
  }).catch((error: Error) => error.message);
  return { result, asked };
}

describe("the tenant that is configured", () => {
  it.each([
    "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
    "6F58CBCF-0CCB-4AD5-81C9-3BAB80E661F4",
    " 6f58cbcf-0CCB-4ad5-81c9-3bab80e661f4\n",
  ])("as %j is known without asking", async (configured) => {
    expect(await resolved(configured)).toEqual({ result: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4", asked: [] });
  });

  it.each(["contoso.onmicrosoft.com", "contoso.com", "xn--bcher-kva.example"])(
    "as the domain %s is looked up in what Microsoft says of it to everybody",
    async (domain) => {
      expect(await resolved(domain)).toEqual({
        result: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
        asked: [`${LOGIN}/${domain}/v2.0/.well-known/openid-configuration`],
      });
    },
  );

  it("is one GUID, whatever spelling the answer has", async () => {
    const answer = metadata("https://login.microsoftonline.us/6F58CBCF-0CCB-4AD5-81C9-3BAB80E661F4/v2.0");
    expect((await resolved("contoso.us", answer)).result).toBe("6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4");
  });
});

describe("a tenant is refused, with what to do,", () => {
  it.each(["", "  "])("when it is %j, as with a managed identity", async (nothing) => {
    expect(await resolved(nothing)).toEqual({ result: `Which tenant is meant is not configured: ${SET}`, asked: [] });
  });

  it.each(["common", "organizations", "consumers", "a/b.c", "contoso.com?x", "..", "6f58cbcf-0ccb-4ad5-81c9"])(
    "when it is %j, which names none",
    async (name) => {
      expect(await resolved(name)).toEqual({
        result: `azuread:tenantId (or ARM_TENANT_ID) is ${JSON.stringify(name)}, which is neither a GUID nor a domain: ${SET}`,
        asked: [],
      });
    },
  );

  it.each<[string, Answer | Error, string]>([
    [
      "Microsoft knows no such domain",
      { status: 400, text: '{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant \'x\' not found."}' },
      `, and login.microsoftonline.com knows no such tenant. Compare it and azuread:environment, or ${SET}`,
    ],
    [
      "there is no answer",
      new Error("login.microsoftonline.com gave no answer: ENOTFOUND"),
      `, and its GUID could not be looked up (login.microsoftonline.com gave no answer: ENOTFOUND). Run again, or ${SET}`,
    ],
    [
      "the answer leads elsewhere",
      { status: 302, text: "" },
      `, and login.microsoftonline.com answered 302 without the tenant's GUID. Run again, or ${SET}`,
    ],
    [
      "a proxy answers in its place",
      { status: 200, text: "<html>Sign in to the guest network</html>" },
      `, and login.microsoftonline.com answered 200 without the tenant's GUID. Run again, or ${SET}`,
    ],
    [
      "the issuer is no tenant's",
      metadata(`${LOGIN}/{tenantid}/v2.0`),
      `, and login.microsoftonline.com answered 200 without the tenant's GUID. Run again, or ${SET}`,
    ],
    [
      "there is no issuer",
      metadata(undefined),
      `, and login.microsoftonline.com answered 200 without the tenant's GUID. Run again, or ${SET}`,
    ],
  ])("when %s", async (_, answer, sentence) => {
    const { result } = await resolved("contoso.com", answer);
    expect(result).toBe(`azuread:tenantId (or ARM_TENANT_ID) is "contoso.com"${sentence}`);
  });
});

it.each([[undefined], [""], ["contoso.com"], [7]])("%j is no GUID", (value) => {
  expect(guid(value)).toBeUndefined();
});

describe("over the network", () => {
  const used = useTenant();

  it("a host that nobody answers for is an error, not an endless wait", async () => {
    await expect(tenantIdOf("contoso.com", "https://localhost:1", command)).rejects.toThrow(
      "its GUID could not be looked up (localhost:1 gave no answer (ECONNREFUSED))",
    );
  });

  it("a certificate that is not trusted is an error", async () => {
    await expect(tenantIdOf("contoso.com", `https://${used.tenant.metadataHost}`, command)).rejects.toThrow(
      /its GUID could not be looked up \(localhost:\d+ has a certificate that is not trusted \((DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)\)\)/,
    );
  });

  it("the embedded tenant tells its GUID by its domain, and refuses another's", async () => {
    const ask = async (url: URL): Promise<Answer> => {
      const { status, body } = await used.send("GET", url.pathname);
      return { status, text: JSON.stringify(body) };
    };
    const login = `https://${used.tenant.metadataHost}`;
    expect(await tenantIdOf("embedded.onmicrosoft.com", login, command, ask)).toBe(
      "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
    );
    await expect(tenantIdOf("contoso.com", login, command, ask)).rejects.toThrow("knows no such tenant.");
  });
});
