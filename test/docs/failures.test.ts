import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { explain } from "../../failures/explain.ts";
import { CLASSES } from "../../failures/explained-classes.ts";
import { graph } from "../failures/frames.ts";

const page = readFileSync(new URL("../../docs/failures.md", import.meta.url), "utf8");
const table = page.slice(0, page.indexOf("## Repair"));
const rows = table
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split(" | ")[0]?.slice(2) ?? "");

const DENIED = "Authorization_RequestDenied";
/** What a row shows of a message with an ellipsis, as it is printed. */
const WHOLE: Record<string, string> = {
  "Could not create app role assignment … 403": graph.grant(403, DENIED),
  "Deleting … App Role Assigned To … 403": graph.removal(403, DENIED),
  "Could not create application … 403": graph.application(403, DENIED),
  "Finding service principals … 403": graph.look(403, DENIED),
  "already exists … azuread_service_principal":
    'A resource with the ID "bb0fa61d-b113-456b-a680-96594f820b58" already exists: see "azuread_service_principal"',
  "backing application of the service principal …": graph.managementPrincipal(
    403,
    DENIED,
    "the backing application of the service principal being created must in the local tenant",
  ),
  "creating urn:… retrieving …":
    "creating urn:pulumi:acme::esia::azuread:index/appRoleAssignment:AppRoleAssignment::grant-User.Read.All: 1 error occurred: " +
    "retrieving Service Principal Id App Role Assigned To",
  "The state holds … half made": "error: The state holds grant-User.Read.All half made: an earlier run granted it.",
  "The state holds … without a key id": "error: The state holds secret-2 without a key id. Nothing was changed.",
  "Adding password …": graph.key(403, DENIED),
  "Removing password … 403": graph.keyRemoval(403, DENIED),
  "Could not add owners … 403": graph.owners(403, DENIED),
  "Adding password … 404": graph.key(404, "Request_ResourceNotFound"),
};

/** @returns every message that a row shows, as a text */
function texts(row: string): string[] {
  return [...row.matchAll(/`([^`]+)`/g)].map(([, shown = ""]) => {
    if (WHOLE[shown]) return WHOLE[shown];
    if (/^[45]\d\d$/.test(shown)) return `error: unexpected status ${shown} with response: x`;
    return /^\d+…?$/.test(shown) ? `error: AADSTS${shown.replace("…", "")}: x` : `error: ${shown}: x`;
  });
}

it.each(rows)("the table has one answer for each row, and the program knows it: %s", (row) => {
  const answers = texts(row).map((text) => explain(text, "acme"));
  expect(answers.length).toBeGreaterThan(0);
  for (const found of answers) expect(found).toMatchObject([{ known: "specific" }]);
});

it("the table has a row for each class of failures", () => {
  const shown = new Set(rows.flatMap(texts).flatMap((text) => explain(text, "acme").map((found) => found.class)));
  expect(Object.keys(CLASSES).filter((kind) => kind !== "unknown" && !shown.has(kind as never))).toEqual([]);
});

it.each([
  ["CredentialTypeNotAllowedAsPerAppPolicy", "secret blocked"],
  ["CredentialInvalidLifetimeAsPerAppPolicy", "secret too long"],
  ["prevent_duplicate_names", "duplicate name"],
  ["No password credential found with keyId", "key gone"],
  ["AADSTS90002", "wrong tenant"],
  ["AADSTS53003", "blocked by Conditional Access"],
  ["Directory_QuotaExceeded", "directory quota"],
  ["AADSTS50076", "multi-factor needed"],
])("what the table shows of a message, %s, is what the program recognises", (text, id) => {
  expect(table).toContain(text);
  expect(explain(`error: ${text}: words`).map((explanation) => explanation.id)).toEqual([id]);
});
