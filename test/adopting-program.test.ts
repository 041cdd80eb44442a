import { describe, expect, it } from "vitest";
import { PIPELINE } from "./support/mock-tenant.ts";
import { runProgram } from "./support/run-program.ts";

const APPLICATION = "/applications/0b16f1f2-b5e5-4059-8592-caba0d84b46d";
const PRINCIPAL = "/servicePrincipals/3dc36156-cce3-46e9-a9ee-f3309c32cf51";
const GRANT =
  "/servicePrincipals/26fa07f9-baf1-4a63-9074-e6ea5abbf8ed/appRoleAssignedTo/3LRdAR5SN_JAZsfiIIuvJQy8Kok7phf5";
const MARK = "774d6475-de8f-2863-261e-92c1decb9621";
const ADOPT = `mark=${MARK} application=${APPLICATION} service-principal=${PRINCIPAL} grant-User.Read.All=${GRANT} keys=3`;

const imported = (resources: readonly { name: string; importId?: string }[]) =>
  Object.fromEntries(resources.flatMap(({ name, importId }) => (importId ? [[name, importId]] : [])));

describe("a run with esia:adopt", () => {
  it("takes over what it names, makes the rest, and numbers its first key above those of the application", async () => {
    const { resources, log, outputs } = await runProgram({ config: { "esia:adopt": ADOPT } });
    expect(imported(resources)).toEqual({
      mark: MARK,
      application: APPLICATION,
      "service-principal": PRINCIPAL,
      "grant-User.Read.All": GRANT,
    });
    expect(resources).toHaveLength(15);
    expect(outputs["secretNumber"]).toBe(4);
    expect(log).toEqual([
      "info: Key 4 is made in this run.",
      "info: This run takes over what esia:adopt names: 4 things that exist are not made again.",
    ]);
  });

  it("takes over nothing that the state holds", async () => {
    const held = {
      application: { displayName: "esia", objectId: "0b16f1f2-b5e5-4059-8592-caba0d84b46d" },
      "secret-4": { keyId: "k4", startDate: "2026-11-23T09:30:00Z", endDate: "2028-11-22T00:00:00Z" },
    };
    const { resources, outputs } = await runProgram({ config: { "esia:adopt": ADOPT }, held });
    expect(Object.keys(imported(resources)).sort()).toEqual(["grant-User.Read.All", "mark", "service-principal"]);
    expect(outputs["secretNumber"]).toBe(4);
  });

  it("is refused where the state holds another application", async () => {
    const held = { application: { displayName: "esia", objectId: "3dc36156-cce3-46e9-a9ee-f3309c32cf51" } };
    await expect(runProgram({ config: { "esia:adopt": ADOPT }, held })).rejects.toThrow(
      "to take another over would replace it, with the key in use",
    );
  });

  it("renews a key that is due in spite of a setting that cannot be meant, and says so", async () => {
    const held = {
      application: { displayName: "esia", objectId: "3dc36156-cce3-46e9-a9ee-f3309c32cf51" },
      "service-principal": {},
      "secret-1": { keyId: "k1", startDate: "2024-12-01T00:00:00Z", endDate: "2026-11-30T00:00:00Z" },
    };
    const { resources, log } = await runProgram({ config: { "esia:adopt": "nonsense" }, held });
    expect(imported(resources)).toEqual({});
    expect(resources.map(({ name }) => name)).toContain("secret-2");
    expect(log.join("\n")).toContain('esia:adopt holds "nonsense", which names nothing that can be taken over');
  });
});

describe("a run with esia:adopt and esia:pipeline", () => {
  const ID = "c0000000-0000-4000-8000-000000000004";
  const PIPELINE_IDS = {
    pipeline: APPLICATION.replace("0b16f1f2", "0b16f1f3"),
    "pipeline-principal": PRINCIPAL.replace("3dc36156", "3dc36157"),
    "pipeline-credential": `0b16f1f3-b5e5-4059-8592-caba0d84b46d/federatedIdentityCredential/${ID}`,
    "pipeline-right": `${GRANT}x`,
  };
  const adopt = [ADOPT, ...Object.entries(PIPELINE_IDS).map(([name, id]) => `${name}=${id}`)].join(" ");
  const pipeline = { github: "contoso/esia", environment: "production" };

  it("takes the identity over with the application, and does not say that it makes one", async () => {
    const { resources, log } = await runProgram({ config: { "esia:adopt": adopt, "esia:pipeline": pipeline } });
    expect(imported(resources)).toMatchObject(PIPELINE_IDS);
    expect(log.join("\n")).toContain("8 things that exist are not made again");
    expect(log.join("\n")).not.toContain("makes the pipeline's identity");
  });

  it("takes over an ownership that the state does not hold", async () => {
    const ownership = `${APPLICATION}/owners/3dc36157-cce3-46e9-a9ee-f3309c32cf51`;
    const held = { application: { displayName: "esia", objectId: "0b16f1f2-b5e5-4059-8592-caba0d84b46d" } };
    const config = { "esia:adopt": `${adopt} pipeline-ownership=${ownership}`, "esia:pipeline": pipeline };
    const { resources } = await runProgram({ config, held });
    expect(imported(resources)).toMatchObject({ "pipeline-ownership": ownership });
  });

  it("takes over nothing when the pipeline is signed in", async () => {
    const held = {
      application: { displayName: "esia", objectId: "0b16f1f2-b5e5-4059-8592-caba0d84b46d" },
      "service-principal": {},
      "secret-4": { keyId: "k4", startDate: "2026-11-23T09:30:00Z", endDate: "2028-11-22T00:00:00Z" },
      pipeline: { displayName: "esia pipeline" },
      "pipeline-principal": { objectId: PIPELINE.objectId },
    };
    const config = { "esia:adopt": adopt, "esia:pipeline": pipeline };
    const { resources, log } = await runProgram({ config, held, operator: PIPELINE.objectId });
    expect(imported(resources)).toEqual({});
    expect(resources.map(({ name }) => name)).not.toContain("grant-User.Read.All");
    expect(log.join("\n")).not.toContain("takes over");
  });
});
