import { describe, expect, it } from "vitest";
import { readPipeline } from "../../pipeline/setting.ts";

const command = (words: string) => `'pulumi ${words} --stack acme'`;
function read(value: unknown) {
  const problems: string[] = [];
  const raw = typeof value === "string" ? value : JSON.stringify(value);
  return { federation: readPipeline("esia:pipeline", raw, problems, command), problems };
}
const GITHUB = { github: "contoso/esia", environment: "production" };
const AS_IS = {
  issuer: "https://gitlab.com",
  subject: "project_path:contoso/esia:ref_type:branch:ref:main",
  audience: "https://gitlab.com",
};

describe("esia:pipeline", () => {
  it.each([{}, ""])("asks for no pipeline by %j", (value) => {
    expect(read(value)).toEqual({ federation: undefined, problems: [] });
  });

  it("makes of a repository and its environment what GitHub's tokens hold", () => {
    expect(read(GITHUB)).toEqual({
      federation: {
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/esia:environment:production",
        audience: "api://AzureADTokenExchange",
      },
      problems: [],
    });
  });

  it.each([
    [
      "numbers, as of a repository made since July 2026",
      { github: "contoso@42/esia@7" },
      "repo:contoso@42/esia@7:environment:production",
    ],
    [
      "an environment with spaces and letters of either size",
      { environment: "ESIA Prod" },
      "repo:contoso/esia:environment:ESIA Prod",
    ],
    ["a colon, written as GitHub writes it", { environment: "a:b" }, "repo:contoso/esia:environment:a%3Ab"],
  ])("takes %s", (_, change, subject) => {
    expect(read({ ...GITHUB, ...change }).federation?.subject).toBe(subject);
  });

  it.each([
    ["GitLab's", AS_IS],
    [
      "Azure DevOps', with Entra as issuer",
      {
        issuer: "https://login.microsoftonline.com/6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4/v2.0",
        subject: "/eid1/c/pub/t/abc/a/def/sc/11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000",
        audience: "api://AzureADTokenExchange",
      },
    ],
    [
      "a branch of GitHub's",
      { ...AS_IS, issuer: "https://token.actions.githubusercontent.com", subject: "repo:a/b:ref:refs/heads/main" },
    ],
  ])("takes issuer, subject and audience as they are: %s", (_, value) => {
    expect(read(value)).toEqual({ federation: value, problems: [] });
  });
});

describe("esia:pipeline is refused, in one sentence that says what to do:", () => {
  const forms = "either github and environment, or issuer, subject and audience";
  it.each<[string, unknown, string]>([
    [
      "a word",
      "contoso/esia",
      `esia:pipeline must hold ${forms}, set as in 'pulumi config set --path esia:pipeline.github OWNER/REPOSITORY --stack acme'.`,
    ],
    [
      "a list",
      ["contoso/esia"],
      `esia:pipeline must hold ${forms}, set as in 'pulumi config set --path esia:pipeline.github OWNER/REPOSITORY --stack acme'.`,
    ],
    [
      "an unknown key",
      { ...GITHUB, enviroment: "x" },
      'esia:pipeline does not know "enviroment"; did you mean esia:pipeline.environment?',
    ],
    [
      "a number",
      { ...GITHUB, environment: 5 },
      "esia:pipeline.environment must be text, in quotes in the stack's settings file; it is 5.",
    ],
    [
      "an object",
      { ...AS_IS, subject: { a: 1 } },
      `esia:pipeline.subject must be text, in quotes in the stack's settings file; it is {"a":1}.`,
    ],
    [
      "both forms",
      { ...GITHUB, issuer: "https://a.example" },
      `esia:pipeline must hold ${forms}, not both: issuer, subject and audience follow from the repository.`,
    ],
    ["a repository alone", { github: "contoso/esia" }, `esia:pipeline lacks environment: it must hold ${forms}.`],
    [
      "no audience",
      { issuer: AS_IS.issuer, subject: AS_IS.subject },
      `esia:pipeline lacks audience: it must hold ${forms}.`,
    ],
    [
      "an owner alone",
      { ...GITHUB, github: "contoso" },
      'esia:pipeline.github must be OWNER/REPOSITORY, each with @ and its number where GitHub writes it into tokens; it is "contoso".',
    ],
    [
      "an address",
      { ...GITHUB, github: "https://github.com/contoso/esia" },
      'esia:pipeline.github must be OWNER/REPOSITORY, each with @ and its number where GitHub writes it into tokens; it is "https://github.com/contoso/esia".',
    ],
    [
      "all repositories",
      { ...GITHUB, github: "contoso/*" },
      'esia:pipeline.github must be OWNER/REPOSITORY, each with @ and its number where GitHub writes it into tokens; it is "contoso/*".',
    ],
    [
      "all environments",
      { ...GITHUB, environment: "prod-*" },
      'esia:pipeline.environment must be the name of one environment, in GitHub\'s spelling, without wildcards; it is "prod-*".',
    ],
    [
      "an environment that ends in a space",
      { ...GITHUB, environment: "prod " },
      'esia:pipeline.environment must be the name of one environment, in GitHub\'s spelling, without wildcards; it is "prod ".',
    ],
    [
      "no environment",
      { ...GITHUB, environment: "" },
      'esia:pipeline.environment must be the name of one environment, in GitHub\'s spelling, without wildcards; it is "".',
    ],
    [
      "an issuer without https",
      { ...AS_IS, issuer: "http://gitlab.com" },
      'esia:pipeline.issuer must be an address that begins with https://, and no more; it is "http://gitlab.com".',
    ],
    [
      "an issuer with a user",
      { ...AS_IS, issuer: "https://me@gitlab.com" },
      'esia:pipeline.issuer must be an address that begins with https://, and no more; it is "https://me@gitlab.com".',
    ],
    [
      "an issuer with a query",
      { ...AS_IS, issuer: "https://gitlab.com?a" },
      'esia:pipeline.issuer must be an address that begins with https://, and no more; it is "https://gitlab.com?a".',
    ],
    [
      "a subject for all branches",
      { ...AS_IS, subject: "project_path:a/b:ref_type:branch:ref:*" },
      'esia:pipeline.subject must be one subject as tokens hold it, without wildcards, 600 characters at most; it is "project_path:a/b:ref_type:branch:ref:*".',
    ],
    [
      "a subject that goes on behind a line",
      { ...AS_IS, subject: "a\nb" },
      'esia:pipeline.subject must be one subject as tokens hold it, without wildcards, 600 characters at most; it is "a\\nb".',
    ],
    [
      "an empty audience",
      { ...AS_IS, audience: "" },
      'esia:pipeline.audience must be one audience as tokens hold it, without wildcards, 600 characters at most; it is "".',
    ],
    [
      "pull requests",
      { ...AS_IS, subject: "repo:contoso/esia:pull_request" },
      "esia:pipeline.subject is that of pull requests, which anybody may open: name an environment or a branch.",
    ],
  ])("%s", (_, value, problem) => {
    expect(read(value)).toEqual({ federation: undefined, problems: [problem] });
  });

  it("and never longer than a few lines, whatever it holds", () => {
    const long = "x".repeat(100_000);
    for (const value of [{ [long]: 1 }, { ...GITHUB, github: long }, { ...AS_IS, issuer: long, subject: long }]) {
      for (const problem of read(value).problems) expect(problem.length).toBeLessThan(300);
    }
  });
});
