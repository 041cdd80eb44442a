/** The three values of ESIA's node form, judged by their shape before anything is asked. Pure. */
import { isGuid } from "../../microsoft/guid.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";

export interface Values {
  tenantId: string;
  clientId: string;
  /** ESIA calls it "key". */
  clientSecret: string;
}

/** Entra makes keys of these alone. */
const PRINTABLE = /^[\x21-\x7e]+$/;
/** Characters, far above "passwordCredential resource type": 16 to 64. */
const LONGEST = 500;
const AGAIN = "Copy it again, without what surrounds it.";

/**
 * What is wrong with the values as they are. None of them is repeated: a key may have been typed into another's field.
 * @param stack the stack whose outputs they are, undefined when a person gave them
 * @returns a failing row for each value that cannot be right
 */
export function misshapen({ tenantId, clientId, clientSecret }: Values, stack: string | undefined): Row[] {
  const rows: Row[] = [];
  const refuse = (check: string, detail: string, next: string) => rows.push({ check, result: "fail", detail, next });
  const compare = "Compare it with the stack's output";
  if (!isGuid(tenantId)) {
    refuse("Tenant ID", "It is no GUID, as the directory (tenant) ID is.", `${compare} tenantId.`);
  }
  if (!isGuid(clientId)) {
    refuse("Client ID", "It is no GUID, as the application (client) ID is.", `${compare} clientId.`);
  }
  if (clientSecret.trim() === "") {
    refuse("Key", "It is empty.", `${compare} clientSecret.`);
  } else if (isGuid(clientSecret)) {
    // An update that did not get as far as the key leaves a GUID of the engine's own in its place.
    refuse(
      "Key",
      stack === undefined
        ? "It has the form of a GUID: that is the secret's ID, not its value."
        : "The output clientSecret has the form of a GUID, which no key has: the last update did not come to its end.",
      stack === undefined
        ? `Take the value: ${pulumiCommand("stack output clientSecret --show-secrets", stack)} prints it; Entra showed it only once.`
        : `Run ${pulumiCommand("up", stack)} to its end, then verify again.`,
    );
  } else if (/\s/.test(clientSecret)) {
    refuse("Key", "It has spaces or line ends in it, which no key has.", AGAIN);
  } else if (!PRINTABLE.test(clientSecret)) {
    refuse("Key", "It has characters in it that no key has, perhaps unseen ones.", AGAIN);
  } else if (clientSecret.length > LONGEST) {
    refuse("Key", `It has ${clientSecret.length} characters; a key has some forty.`, AGAIN);
  }
  return rows;
}
