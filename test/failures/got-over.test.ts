import { describe, expect, it } from "vitest";
import { explain } from "../../failures/explain.ts";

const BUSY =
  "sdk-v2/provider2.go:571: sdk.helper_schema: Could not create app role assignment: unexpected status 409 (409 Conflict) with " +
  "error: Directory_ConcurrencyViolation: Unable to process the request due to concurrent requests.: provider=azuread@6.9.1";
const DENIED =
  "sdk-v2/provider2.go:571: sdk.helper_schema: Could not create app role assignment: unexpected status 403 (403 Forbidden) with " +
  "error: Authorization_RequestDenied: Insufficient privileges to complete the operation.: provider=azuread@6.9.1";
const GRANT = "azuread:index:AppRoleAssignment";
const RETRYING = "warning: retrying create due to on-error hook request (1/100)";

/** As pulumi 3.259 prints it. */
const GOT_OVER = [
  "Updating (acme):",
  "",
  ` +  ${GRANT} grant-User.Read.All creating (0s) `,
  ` +  ${GRANT} grant-User.Read.All creating (0s) error:   ${BUSY}`,
  " +  pulumi:pulumi:Stack esia-acme creating (1s) Graph is busy with another change of this directory: trying grant-User.Read.All again (1 of 3).",
  ` +  ${GRANT} grant-User.Read.All creating (2s) ${RETRYING}`,
  ` +  ${GRANT} grant-User.Read.All **creating failed (2s)** ${RETRYING}`,
  " +  pulumi:pulumi:Stack esia-acme created (7s) 1 message",
  "Diagnostics:",
  "  pulumi:pulumi:Stack (esia-acme):",
  "    Graph is busy with another change of this directory: trying grant-User.Read.All again (1 of 3).",
  "",
  `  ${GRANT} (grant-User.Read.All):`,
  `    error:   ${BUSY}`,
  `    ${RETRYING}`,
  "",
];
const RESOURCES = ["Resources:", "    + 16 created", "    1 errored", "", "Duration: 9s"];

describe("a failure that the run got over by another try", () => {
  it("is none: nothing failed in that run", () => {
    expect(explain([...GOT_OVER, ...RESOURCES].join("\n"), "acme")).toEqual([]);
  });

  it("does not hide what failed beside it", () => {
    const other = [
      `  ${GRANT} (grant-Reports.Read.All):`,
      `    error:   ${DENIED}`,
      "    error: 1 error occurred:",
      "",
    ];
    const stack = ["  pulumi:pulumi:Stack (esia-acme):", "    error: update failed", ""];
    expect(explain([...GOT_OVER, ...other, ...stack, ...RESOURCES].join("\n"), "acme")).toMatchObject([
      { id: "grant refused", what: "Entra refuses the grant (403): Reports.Read.All of Microsoft Graph.", changes: "" },
    ]);
  });

  it("is one where the last try failed, too", () => {
    const last = [
      `  ${GRANT} (grant-User.Read.All):`,
      `    error:   ${BUSY}`,
      `    ${RETRYING}`,
      `    error:   ${BUSY}`,
    ];
    const log = ["Updating (acme):", "", "Diagnostics:", ...last, "    error: 1 error occurred:", "", ...RESOURCES];
    expect(explain(log.join("\n"), "acme").map(({ id }) => id)).toEqual(["concurrent change"]);
  });
});
