/** Where to sign in and where both APIs are, by the cloud of the stack. Pure. */
import { rootsOf } from "../../operator/roots.ts";
import { CannotRun } from "../report/report.ts";

export interface Api {
  root: string;
  /** What a token is asked for: "The .default scope" (learn.microsoft.com/entra/identity-platform/scopes-oidc). */
  scope: string;
}

export interface Endpoints {
  login: string;
  /** Whether it is the embedded tenant on this machine. */
  embedded: boolean;
  graph: Api;
  /** Absent where Microsoft documents none: China. */
  management?: Api;
  /** v1.0's usage reports are documented for the global cloud only (tables of national clouds of the reportRoot pages). */
  reports: boolean;
}

const GLOBAL = "https://manage.office.com";
const GCC = "https://manage-gcc.office.com";

/** "Office 365 Management Activity API reference", by azuread's names for the clouds; others are the global one. */
const MANAGEMENT: Readonly<Record<string, string | undefined>> = {
  usgovernment: "https://manage.office365.us",
  usgovernmentl4: "https://manage.office365.us",
  usgovernmentl5: "https://manage.protection.apps.mil",
  dod: "https://manage.protection.apps.mil",
  china: undefined,
};

export interface CloudSettings {
  /** azuread's environment and metadataHost; undefined when nobody set them. */
  environment: string | undefined;
  metadataHost: string | undefined;
  /** A tenant of GCC lives in the global cloud, with a Management API of its own: nothing in the stack tells. */
  gcc: boolean;
}

/** @throws CannotRun for a cloud that azuread does not know, a foreign metadata host, or GCC outside the global cloud */
export function endpointsOf({ environment, metadataHost, gcc }: CloudSettings): Endpoints {
  const { login, graph, embedded } = rootsOrRefusal(environment, metadataHost);
  const name = (environment || "global").toLowerCase();
  const global = embedded || !(name in MANAGEMENT);
  if (gcc && !global) {
    throw new CannotRun(
      `--gcc does not go with azuread:environment ${name}: GCC signs in at the global cloud. Leave out one of them.`,
    );
  }
  const management = gcc ? GCC : global ? GLOBAL : MANAGEMENT[name];
  return {
    login,
    embedded,
    graph: { root: graph, scope: `${graph}/.default` },
    // The embedded tenant answers for both APIs at its own address, and knows the Management API by Microsoft's names.
    ...(management !== undefined && {
      management: { root: embedded ? graph : management, scope: `${management}/.default` },
    }),
    reports: global,
  };
}

function rootsOrRefusal(environment: string | undefined, metadataHost: string | undefined) {
  try {
    return rootsOf({
      environment: { value: environment ?? "", from: "azuread:environment" },
      metadataHost: { value: metadataHost ?? "", from: "azuread:metadataHost" },
    });
  } catch (refusal) {
    throw new CannotRun((refusal as Error).message);
  }
}
