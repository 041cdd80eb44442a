import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import type { TenantEnv } from "./context.ts";
import { EntraError, requireThisTenant } from "./entra-errors.ts";
import { StrictRefusal } from "./errors.ts";
import { isAnyTenant } from "./metadata.ts";
import { AZURE_CLI_APP_ID } from "./microsoft-apis.ts";
import type { Session } from "./sessions.ts";
import { page, signInForm } from "./sign-in-page.ts";
import { requireAzureCli } from "./user-tokens.ts";
import { checkPassword } from "./users.ts";

/** "OAuth 2.0 device authorization grant" (learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code). */
const DEVICE_SECONDS = 900;
const CODE_SECONDS = 600;
/** Where the browser hands the code over: to the Azure CLI, which listens on the loopback interface. */
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/?$/;

/** What of a sign-in goes on from the page that asks for the password to the one that takes it. */
const CARRIED = ["client_id", "scope", "redirect_uri", "state", "code_challenge", "nonce"];

/** How a person signs in: in the browser ("OAuth 2.0 authorization code flow"), or in one at another device. */
export function interactiveRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();

  routes.post("/:tenant/oauth2/v2.0/devicecode", async (c) => {
    const { origin, users, now } = c.var.tenant;
    const form = new URLSearchParams(await c.req.text());
    authority(c);
    requireAzureCli(c.var.tenant, form.get("client_id") ?? "");
    const userCode = newUserCode();
    const deviceCode = randomBytes(48).toString("base64url");
    const until = new Date(now().getTime() + DEVICE_SECONDS * 1000);
    users.devices.set(deviceCode, { userCode, scope: form.get("scope") ?? "", until });
    const address = `${origin}/devicelogin`;
    return c.json({
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: address,
      expires_in: DEVICE_SECONDS,
      interval: 5,
      message: `To sign in, use a web browser to open the page ${address} and enter the code ${userCode} to authenticate.`,
    });
  });

  routes.get("/devicelogin", (c) => c.html(signInForm("/devicelogin", {}, { asksCode: true })));
  routes.post("/devicelogin", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const { users, now } = c.var.tenant;
    const typed = (form.get("user_code") ?? "").trim().toUpperCase();
    const waiting = [...users.devices.values()].find(({ userCode, until }) => userCode === typed && until > now());
    if (!waiting) return c.html(page("That code didn't work. Check the code and try again."), 400);
    return signedIn(c, form, (session) => {
      waiting.session = session;
      return c.html(page("You have signed in to Microsoft Azure CLI on your device. You may now close this window."));
    });
  });

  routes.get("/:tenant/oauth2/v2.0/authorize", (c) => {
    authority(c);
    const asked = c.req.query();
    requireAzureCli(c.var.tenant, asked["client_id"] ?? "");
    if (!LOOPBACK.test(asked["redirect_uri"] ?? "")) {
      throw new EntraError(
        50011,
        `The redirect URI '${asked["redirect_uri"]}' does not match the redirect URIs of the application.`,
      );
    }
    if (asked["response_mode"] !== "form_post" || asked["code_challenge_method"] !== "S256") {
      throw new StrictRefusal("Only response_mode=form_post with code_challenge_method=S256 is known here.");
    }
    const carried = Object.fromEntries(CARRIED.map((name) => [name, asked[name] ?? ""]));
    return c.html(signInForm(`/${c.req.param("tenant")}/login`, carried));
  });
  routes.post("/:tenant/login", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const { users, now } = c.var.tenant;
    const [clientId = "", scope = "", redirectUri = "", state = "", challenge = "", nonce = ""] = CARRIED.map(
      (name) => form.get(name) ?? "",
    );
    requireAzureCli(c.var.tenant, clientId);
    if (!LOOPBACK.test(redirectUri)) throw new StrictRefusal("The form comes from another page than this tenant's.");
    return signedIn(c, form, (session) => {
      const code = randomBytes(48).toString("base64url");
      const until = new Date(now().getTime() + CODE_SECONDS * 1000);
      users.codes.set(code, { session, scope, redirectUri, challenge, nonce, until });
      return c.html(page("Signed in.", { action: redirectUri, fields: { code, state } }));
    });
  });
  return routes;
}

function authority(c: Context<TenantEnv>): void {
  const name = c.req.param("tenant") ?? "";
  if (!isAnyTenant(name)) requireThisTenant(c.var.tenant.directory, name);
}

/** Takes user name, password and second factor of the tenant's own page. */
function signedIn(
  c: Context<TenantEnv>,
  form: URLSearchParams,
  go: (session: Session) => Response,
): Response | Promise<Response> {
  const { directory, users } = c.var.tenant;
  try {
    const { user } = checkPassword(directory, users.password, form.get("username") ?? "", form.get("password") ?? "");
    const factors: Session["factors"] = form.get("second_factor") === "yes" ? ["pwd", "mfa"] : ["pwd"];
    return go({ userId: user.id, clientId: form.get("client_id") ?? AZURE_CLI_APP_ID, factors });
  } catch (refused) {
    if (refused instanceof EntraError) return c.html(page(`AADSTS${refused.code}: ${refused.message}`), 400);
    throw refused;
  }
}

/** Nine letters and digits that nobody takes for one another, as Microsoft's. */
function newUserCode(): string {
  const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  return [...randomBytes(9)].map((byte) => letters[byte % letters.length]).join("");
}
