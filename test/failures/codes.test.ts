import { describe, expect, it } from "vitest";
import { explain, paragraph } from "../../failures/explain.ts";
import { graph, onTheWay, token } from "./frames.ts";
import { BY_CLASS, MORE, OFTEN } from "./texts.ts";

const idsOf = (text: string) => explain(text, "acme").map(({ id }) => id);

describe("what operators meet most is answered by what it is", () => {
  it.each(OFTEN)("%s: %s", (id, _, text) => {
    expect(idsOf(text)).toEqual([id]);
    expect(explain(text, "acme")).toMatchObject([{ known: "specific" }]);
  });
});

describe("so is more of each family", () => {
  it.each(MORE)("%s: %s", (id, _, text) => {
    expect(idsOf(text)).toEqual([id]);
    expect(explain(text, "acme")).toMatchObject([{ known: "specific" }]);
  });
});

describe("of what is not known by itself the class answers", () => {
  it.each(BY_CLASS)("%s: %s", (id, _, text) => {
    expect(explain(text, "acme")).toMatchObject([{ id, class: id, known: "class" }]);
  });
});

describe("Microsoft's page for the code", () => {
  it.each([
    [token(7000215), "https://login.microsoftonline.com/error?code=7000215"],
    [token(81012), "https://login.microsoftonline.com/error?code=81012"],
    ["error: AADSTS9999999: x", "https://login.microsoftonline.com/error?code=9999999"],
    ['{"error":"invalid_client"}', "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"],
    [graph.grant(403, "Authorization_RequestDenied"), "https://learn.microsoft.com/graph/errors"],
    [
      graph.application(403, "Directory_QuotaExceeded"),
      "https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions",
    ],
    [graph.application(429, "TooManyRequests"), "https://learn.microsoft.com/graph/throttling"],
    [
      graph.key(400, "CredentialInvalidLifetimeAsPerAppPolicy"),
      "https://learn.microsoft.com/graph/api/resources/applicationauthenticationmethodpolicy",
    ],
    [graph.grant(400, "Something_NobodyKnows"), "https://learn.microsoft.com/graph/errors"],
    [
      '{"error":{"code":"AF30001"}}',
      "https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference#errors",
    ],
  ])("is named, of whatever is known: %s", (text, page) => {
    const [answer, ...others] = explain(text, "acme");
    expect(others).toEqual([]);
    expect(answer?.page).toBe(page);
    expect(answer && paragraph(answer).split("\n  ").at(-1)).toBe(page);
  });

  it.each(["error: incorrect passphrase", "error: kaboom", onTheWay("EOF")])(
    "is none where no code is given: %s",
    (text) => {
      const [answer] = explain(text, "acme");
      expect(answer?.page).toBe("");
      expect(answer && paragraph(answer).endsWith(answer.command)).toBe(true);
    },
  );
});
