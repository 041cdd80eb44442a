import { describe, expect, it } from "vitest";
import { readSettings, SETTING_NAMES } from "../settings.ts";
import { configuration, projectFile } from "./support/project-config.ts";

const command = (words: string) => `'pulumi ${words} --stack acme'`;
const read = (set: Record<string, unknown> = {}) => readSettings(configuration(set), command);

describe("settings", () => {
  it("are the ones Pulumi.yaml declares, each with type, description and default", () => {
    expect(Object.keys(projectFile.config)).toEqual(SETTING_NAMES.map((name) => `esia:${name}`));
    for (const { type, description, default: byDefault } of Object.values(projectFile.config)) {
      expect(type).toMatch(/^(string|integer|boolean|array|object)$/);
      expect(description.length).toBeGreaterThan(20);
      expect(byDefault).toBeDefined();
    }
  });

  it("are complete by default", () => {
    expect(read()).toEqual({
      settings: {
        adopt: { ids: {}, keys: 0 },
        displayName: "esia",
        secretMonths: 24,
        rotateDaysBefore: 0,
        rotateTo: 0,
        retireUpTo: 0,
        omit: [],
        grantConsent: true,
        owners: [],
        serviceManagementReference: "",
        notes: "",
        showNamesInReports: false,
        pipeline: undefined,
      },
      warnings: [],
    });
  });

  it("take other providers' settings as none of theirs", () => {
    expect(read({ "azuread:environment": "china", "pulumi:tags": {} }).warnings).toEqual([]);
  });

  it("take the wiki's misspelt roles for what they mean, with a warning", () => {
    const { settings, warnings } = read({ "esia:omit": ["ActivityFeed.ReadIp", "APIConnectors.read.all"] });
    expect(settings.omit).toEqual(["ActivityFeed.ReadDlp", "APIConnectors.Read.All"]);
    expect(warnings).toEqual([
      "esia:omit names ActivityFeed.ReadIp, as ESIA's guide misspells it; taken as ActivityFeed.ReadDlp.",
      "esia:omit names APIConnectors.read.all, as ESIA's guide misspells it; taken as APIConnectors.Read.All.",
    ]);
  });

  it.each([1, 24])("allow secrets of %i months", (months) => {
    expect(read({ "esia:secretMonths": months }).settings.secretMonths).toBe(months);
  });
});

describe("a setting is refused, in one sentence that says what to do:", () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      "an unknown one, with the nearest known one",
      { "esia:secretMonth": 12 },
      "esia:secretMonth is no setting of this program; did you mean esia:secretMonths? 'pulumi config rm esia:secretMonth --stack acme' removes it.",
    ],
    [
      "an empty name",
      { "esia:displayName": "" },
      'esia:displayName must be 1 to 120 characters that can be seen, without spaces at its ends; it is "".',
    ],
    [
      "a name with spaces at its ends",
      { "esia:displayName": " esia" },
      'esia:displayName must be 1 to 120 characters that can be seen, without spaces at its ends; it is " esia".',
    ],
    [
      "more than 24 months",
      { "esia:secretMonths": 25 },
      'esia:secretMonths must be a whole number from 1 to 24 (the portal allows a client secret 24 months at most); it is "25".',
    ],
    [
      "no month",
      { "esia:secretMonths": 0 },
      'esia:secretMonths must be a whole number from 1 to 24 (the portal allows a client secret 24 months at most); it is "0".',
    ],
    [
      "half a month",
      { "esia:secretMonths": "1.5" },
      'esia:secretMonths must be a whole number from 1 to 24 (the portal allows a client secret 24 months at most); it is "1.5".',
    ],
    [
      "a negative number of days",
      { "esia:rotateDaysBefore": -1 },
      `esia:rotateDaysBefore must be a whole number from 0 to 364 (0 stands for half of the key's life, at most 90 days); it is "-1".`,
    ],
    [
      "a word for a key's number",
      { "esia:rotateTo": "next" },
      'esia:rotateTo must be a whole number from 0 to 9999 (the number of the key that is to exist; 0 asks for none); it is "next".',
    ],
    [
      "a negative number of keys",
      { "esia:retireUpTo": -2 },
      'esia:retireUpTo must be a whole number from 0 to 9999 (keys up to this number are removed; 0 removes none); it is "-2".',
    ],
    [
      "a role that is none, with the nearest one",
      { "esia:omit": ["User.ReadAll"] },
      'esia:omit names "User.ReadAll", which is no role of this program; did you mean User.Read.All?',
    ],
    [
      "what every object has, which is no misspelt role",
      { "esia:omit": ["constructor"] },
      'esia:omit names "constructor", which is no role of this program; did you mean User.Read.All?',
    ],
    [
      "a plain word for a list",
      { "esia:omit": "User.Read.All" },
      `esia:omit must be a list of names, set as in 'pulumi config set --path "esia:omit[0]" NAME --stack acme'.`,
    ],
    [
      "leaving out every role",
      {
        "esia:omit": [
          "ActivityFeed.Read",
          "ActivityFeed.ReadDlp",
          "ServiceHealth.Read",
          "Agreement.Read.All",
          "APIConnectors.Read.All",
          "Application.Read.All",
          "Directory.Read.All",
          "Organization.Read.All",
          "Reports.Read.All",
          "ServiceHealth.Read.All",
          "User.Read.All",
        ],
      },
      "esia:omit leaves out every role, so ESIA could read nothing; to disconnect ESIA run 'pulumi destroy --stack acme'.",
    ],
    [
      "a consent that is neither yes nor no",
      { "esia:grantConsent": "later" },
      'esia:grantConsent must be true or false; it is "later".',
    ],
    [
      "an owner by name",
      { "esia:owners": ["ann@example.com"] },
      `esia:owners must hold object ids (GUIDs) of users or service principals; "ann@example.com" is none. 'az ad user show --id NAME --query id' prints a user's.`,
    ],
    [
      "an owner named twice",
      { "esia:owners": ["aa000000-0000-4000-8000-000000000001", "AA000000-0000-4000-8000-000000000001"] },
      "esia:owners names AA000000-0000-4000-8000-000000000001 twice.",
    ],
    [
      "a reference with spaces at its ends",
      { "esia:serviceManagementReference": "CMDB-1 " },
      'esia:serviceManagementReference must be 256 characters at most that can be seen, without spaces at its ends; it is "CMDB-1 ".',
    ],
    ["notes without end", { "esia:notes": "n".repeat(701) }, "esia:notes must be 700 characters at most; it has 701."],
  ])("%s", (_, set, message) => {
    expect(() => read(set)).toThrow(new Error(message));
  });

  it("all that is wrong at once, a line each", () => {
    expect(() => read({ "esia:secretMonths": 36, "esia:displayname": "x" })).toThrow(
      /^esia:displayname is no setting.*did you mean esia:displayName.*\nesia:secretMonths must be a whole number/,
    );
  });

  it("a project file without its default", () => {
    const { "esia:notes": _, ...rest } = configuration();
    expect(() => readSettings(rest, command)).toThrow(
      "esia:notes has no value; is Pulumi.yaml, which holds its default, complete?",
    );
  });
});
