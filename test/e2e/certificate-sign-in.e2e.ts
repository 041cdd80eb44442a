/** An operator that is an application and proves itself by a certificate, as the README's first link describes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { addCertificate } from "../../dev/tenant/certificates.ts";
import { findApplicationByAppId } from "../../dev/tenant/directory.ts";
import { OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { pemOf } from "../../operator/pkcs12.ts";
import { TRIPLE_DES } from "../operator/certificate-samples.ts";
import { withStack } from "../support/stack.ts";

const PASSWORD = "pä ss";

it("makes, looks at and removes everything by ARM_CLIENT_CERTIFICATE_PATH, without any client secret", async () => {
  await withStack(async (stack) => {
    const operator = findApplicationByAppId(stack.tenant.directory, OPERATOR_CLIENT_ID);
    if (!operator) throw new Error("The tenant has no operator.");
    const pem = pemOf(TRIPLE_DES, PASSWORD);
    addCertificate(operator, pem.slice(pem.indexOf("-----BEGIN CERTIFICATE")));
    operator.graph.passwordCredentials = [];
    operator.secretHashes = {};
    const file = join(stack.folder, "operator.pfx");
    writeFileSync(file, TRIPLE_DES, { mode: 0o600 });
    Object.assign(stack.env, {
      ARM_CLIENT_SECRET: "",
      ARM_CLIENT_CERTIFICATE_PATH: file,
      ARM_CLIENT_CERTIFICATE_PASSWORD: PASSWORD,
    });

    await stack.up();
    const { code, stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"]);
    const { rows }: Report = JSON.parse(stdout);
    expect(rows.find(({ check }) => check === "Sign-in")).toMatchObject({
      result: "pass",
      detail: `As application Operator (client id ${OPERATOR_CLIENT_ID}), by client certificate (ARM_CLIENT_ID, ARM_CLIENT_CERTIFICATE_PATH).`,
    });
    expect(code).toBe(0);
    const forms = stack.tenant.requests.filter(({ path }) => path.endsWith("/oauth2/v2.0/token"));
    const proofs = forms.map(({ requestBody }) =>
      Object.keys(requestBody as object).filter((name) => /^client_(secret|assertion)$/.test(name)),
    );
    expect(new Set(proofs.flat())).toEqual(new Set(["client_assertion"]));
    await stack.destroy();
  });
});
