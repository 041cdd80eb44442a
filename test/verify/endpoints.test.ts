import { describe, expect, it } from "vitest";
import { CannotRun } from "../../commands/report/report.ts";
import { type CloudSettings, endpointsOf } from "../../commands/verify/endpoints.ts";

const settings = { environment: undefined, metadataHost: undefined, gcc: false };

describe("the roots of a stack's cloud", () => {
  it.each([
    [undefined, "https://login.microsoftonline.com", "https://graph.microsoft.com", "https://manage.office.com"],
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

  it("of the embedded tenant are its own address, for tokens of Microsoft's names", () => {
    expect(endpointsOf({ environment: "public", metadataHost: "localhost:44365", gcc: false })).toEqual({
      login: "https://localhost:44365",
      embedded: true,
      graph: { root: "https://localhost:44365", scope: "https://localhost:44365/.default" },
      management: { root: "https://localhost:44365", scope: "https://manage.office.com/.default" },
      reports: true,
    });
  });
});

describe("a cloud is refused in a sentence", () => {
  it.each<[string, Partial<CloudSettings>, string]>([
    ["that azuread does not know", { environment: "germany" }, 'azuread:environment is "germany"; it must be one of'],
    ["behind a foreign metadata host", { metadataHost: "login.example.com" }, "names login.example.com"],
    ["of its own with --gcc", { environment: "usgovernment", gcc: true }, "--gcc does not go with azuread:environment"],
  ])("%s", (_, change, message) => {
    const refused = () => endpointsOf({ ...settings, ...change });
    expect(refused).toThrow(CannotRun);
    expect(refused).toThrow(message);
  });
});
