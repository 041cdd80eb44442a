/** What a person does in a browser while the Azure CLI waits. */

import type { Tenant } from "../../../dev/tenant/server.ts";
import { type Answer, send } from "../client.ts";
import { nameOf } from "../user-client.ts";

/** Types the code that the CLI shows, user name and password into the page it names. */
export function typeCode(tenant: Tenant, userCode: string, user: string): Promise<Answer> {
  return send(tenant, "POST", "/devicelogin", {
    form: { user_code: userCode, username: nameOf(user), password: tenant.azureCli.password },
  });
}

/**
 * Signs in on the page that the CLI opened.
 * @param path of that page, with its query
 * @returns what the browser then sends to the address that the CLI listens at
 */
export async function signInAt(tenant: Tenant, path: string, user: string): Promise<Record<string, string>> {
  const asked = (await send(tenant, "GET", path)).body;
  const action = /action="([^"]+)"/.exec(String(asked))?.[1] ?? "";
  const form = { ...fieldsOf(asked), username: nameOf(user), password: tenant.azureCli.password };
  return fieldsOf((await send(tenant, "POST", action, { form })).body);
}

/** The hidden fields of a page's form. */
export function fieldsOf(page: unknown): Record<string, string> {
  const fields = String(page).matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = "", value = ""]) => [name, value.replaceAll("&amp;", "&")]));
}
