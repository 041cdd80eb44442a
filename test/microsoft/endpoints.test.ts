import { describe, expect, it } from "vitest";
import { type CloudSettings, endpointsOf } from "../../microsoft/endpoints.ts";

const metadata = (value?: string) => ({ value, from: "azuread:metadataHost" });
const settings: CloudSettings = { environment: undefined, metadataHost: metadata() };

describe("the roots of a stack's cloud", () => {
  it.each([
    [undefined, "https://login.microsoftonline.com", "https://graph.microsoft.com", "https://manage.office.com"],
    ["", "https://login.microsoftonline.com", "https://graph.microsoft.com", "https://manage.office.com"],
    ["global", "https://login.microsoftonline.com", "https://graph.microsoft.com", "https://manage.office.com"],
    ["public", "https://login.microsoftonline.com", "https://graph.microsoft.com", "https://manage.office.com"],
    ["usgovernment", "https://login.microsoftonline.us", "https://graph.microsoft.us", "https://manage.office365.us"],
    ["usgovernmentl4", "https://login.microsoftonline.us", "https://graph.microsoft.us", "https://manage.office365.us"],
    [
      "usgovernmentl5",
      "https://login.microsoftonline.us",
      "https://dod-graph.microsoft.us",
      "https://manage.protection.apps.mil",
    ],
    ["DoD", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us", "https://manage.protection.apps.mil"],
  ])("%s are %s, %s and %s", (environment, login, graph, management) => {
    expect(endpointsOf({ ...settings, environment })).toMatchObject({
      login,
      embedded: false,
      graph: { root: graph, scope: `${graph}/.default` },
      management: { root: management, scope: `${management}/.default` },
    });
  });

  it("of China have no Management API", () => {
    expect(endpointsOf({ ...settings, environment: "china" })).toEqual({
      login: "https://login.partner.microsoftonline.cn",
      embedded: false,
      graph: {
        root: "https://microsoftgraph.chinacloudapi.cn",
        scope: "https://microsoftgraph.chinacloudapi.cn/.default",
      },
      reports: false,
      couldBeGcc: false,
    });
  });

  it("of GCC are the global cloud's but for the Management API", () => {
    const { login, graph, management } = endpointsOf({ ...settings, gcc: true });
    expect(login).toBe("https://login.microsoftonline.com");
    expect(graph.root).toBe("https://graph.microsoft.com");
    expect(management).toEqual({
      root: "https://manage-gcc.office.com",
      scope: "https://manage-gcc.office.com/.default",
    });
  });

  it("leave out usage reports where v1.0 has none", () => {
    expect(endpointsOf({ ...settings, environment: "usgovernment" }).reports).toBe(false);
    expect(endpointsOf(settings).reports).toBe(true);
  });

  it("could be meant for GCC only in the global cloud, where nobody said so", () => {
    expect(endpointsOf(settings).couldBeGcc).toBe(true);
    expect(endpointsOf({ ...settings, gcc: true }).couldBeGcc).toBe(false);
    expect(endpointsOf({ ...settings, environment: "usgovernment" }).couldBeGcc).toBe(false);
    expect(endpointsOf({ ...settings, metadataHost: metadata("localhost:1") }).couldBeGcc).toBe(false);
  });

  it("of the embedded tenant are its own address, for tokens of Microsoft's names, whatever cloud is set", () => {
    for (const environment of ["public", "usgovernment", undefined]) {
      expect(endpointsOf({ environment, metadataHost: metadata("localhost:44365") })).toEqual({
        login: "https://localhost:44365",
        embedded: true,
        graph: { root: "https://localhost:44365", scope: "https://localhost:44365/.default" },
        management: { root: "https://localhost:44365", scope: "https://manage.office.com/.default" },
        reports: true,
        couldBeGcc: false,
      });
    }
  });
});

describe("a cloud is refused in a sentence", () => {
  it.each<[string, Partial<CloudSettings>, string]>([
    ["that azuread does not know", { environment: "germany" }, 'azuread:environment is "germany"; it must be one of'],
    [
      "that is no cloud's name but every object's",
      { environment: "constructor" },
      'azuread:environment is "constructor"',
    ],
    [
      "behind a foreign metadata host",
      { metadataHost: metadata("login.example.com") },
      'azuread:metadataHost names "login.example.com"; only the embedded tenant is found by a metadata host here.',
    ],
    [
      "of its own with --gcc",
      { environment: "USGovernment", gcc: true },
      "--gcc does not go with azuread:environment usgovernment: GCC signs in at the global cloud.",
    ],
  ])("%s", (_, change, message) => {
    expect(() => endpointsOf({ ...settings, ...change })).toThrow(message);
  });
});
