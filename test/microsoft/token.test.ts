import { describe, expect, it } from "vitest";
import { claimsOf } from "../../microsoft/token.ts";

const token = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
const NOTHING = {
  tid: undefined,
  oid: undefined,
  idtyp: undefined,
  appid: undefined,
  appDisplayName: undefined,
  upn: undefined,
  scp: undefined,
  roles: undefined,
  wids: undefined,
};

describe("an access token", () => {
  it("of an application says tenant, application and roles", () => {
    const claims = { tid: "T", oid: "O", idtyp: "app", appid: "C", app_displayname: "Opérateur", roles: ["A", "B"] };
    expect(claimsOf(token(claims))).toEqual({
      ...NOTHING,
      tid: "T",
      oid: "O",
      idtyp: "app",
      appid: "C",
      appDisplayName: "Opérateur",
      roles: ["A", "B"],
    });
  });

  it("of a user says who and which directory roles", () => {
    expect(claimsOf(token({ upn: "jo@contoso.com", scp: "User.Read", wids: ["W"], azp: "C" }))).toEqual({
      ...NOTHING,
      upn: "jo@contoso.com",
      scp: "User.Read",
      wids: ["W"],
      appid: "C",
    });
  });

  it("names a user by the first name that it has", () => {
    expect(claimsOf(token({ name: "Jo", unique_name: "jo@contoso.com", upn: "" }))?.upn).toBe("jo@contoso.com");
    expect(claimsOf(token({ name: "Jo" }))?.upn).toBe("Jo");
  });

  it("is not understood where a claim has another type than documented", () => {
    expect(claimsOf(token({ tid: 7, roles: "A", wids: [7, "W"], scp: ["x"] }))).toEqual({ ...NOTHING, wids: ["W"] });
  });

  it.each(["", "opaque", "a.b.c", "..", `e30.${btoa("null")}.x`, `e30.${btoa("[]")}.x`, `e30.${btoa('"text"')}.x`])(
    "may be of any other form, and then says nothing: %j",
    (text) => {
      expect(claimsOf(text)).toBeUndefined();
    },
  );
});
