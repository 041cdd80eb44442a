/** The tenant's own pages for a person, as plain as they can be. */

/**
 * @param action where the form goes
 * @param carried what goes on with it unseen
 */
export function signInForm(
  action: string,
  carried: Readonly<Record<string, string>>,
  { asksCode = false }: { asksCode?: boolean } = {},
): string {
  const hidden = Object.entries(carried).map(([name, value]) => field(name, value));
  return document(`<form method="post" action="${escaped(action)}">${hidden.join("")}
<h1>Sign in to the embedded tenant</h1>
${asksCode ? '<p><label>Code <input name="user_code" autocomplete="off" required></label></p>' : ""}
<p><label>User <input name="username" value="admin@embedded.onmicrosoft.com" required></label></p>
<p><label>Password <input name="password" type="password" required></label></p>
<p><label><input name="second_factor" type="checkbox" value="yes"> My second factor is at hand</label></p>
<p><button>Sign in</button></p></form>`);
}

/**
 * @param said what the page says
 * @param next a form that the page sends on by itself: how a code is handed over ("response_mode=form_post")
 */
export function page(said: string, next?: { action: string; fields: Readonly<Record<string, string>> }): string {
  if (!next) return document(`<p>${escaped(said)}</p>`);
  const hidden = Object.entries(next.fields).map(([name, value]) => field(name, value));
  return document(`<form method="post" action="${escaped(next.action)}">${hidden.join("")}
<p>${escaped(said)} <button>Continue</button></p></form><script>document.forms[0].submit()</script>`);
}

function field(name: string, value: string): string {
  return `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;
}

function document(body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Embedded tenant</title><body>${body}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
