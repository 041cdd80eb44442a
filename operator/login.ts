/** Where the stack's operator signs in, by azuread's settings. Pure. */
import { type Endpoints, endpointsOf } from "../microsoft/endpoints.ts";
import { readProviderSettings } from "./provider-settings.ts";

/** @throws Error for a cloud that azuread does not know, or a foreign metadata host */
export function operatorEndpoints(settings: Parameters<typeof readProviderSettings>[0]): Endpoints {
  const { environment, metadataHost } = readProviderSettings(settings);
  return endpointsOf({ environment: environment.value, metadataHost });
}
