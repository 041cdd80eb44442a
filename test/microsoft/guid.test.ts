import { expect, it } from "vitest";
import { isGuid, sameGuid } from "../../microsoft/guid.ts";

const GUID = "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4";

it("a GUID is one in either case, and nothing may stand around it", () => {
  expect([GUID, GUID.toUpperCase()].map(isGuid)).toEqual([true, true]);
  const others = ["", "contoso.com", ` ${GUID}`, `${GUID}\n`, `{${GUID}}`, GUID.replaceAll("-", ""), GUID.slice(1)];
  expect(others.filter(isGuid)).toEqual([]);
});

it("a GUID is the same one in either case", () => {
  expect(sameGuid(GUID, GUID.toUpperCase())).toBe(true);
  expect(sameGuid(GUID, GUID.replace("6", "7"))).toBe(false);
});
