/** How an application reads itself: "application resource type", "Get application". */

/** Any of these roles opens it. */
export const APPLICATION_ROLES = ["Application.Read.All", "Application.ReadWrite.All"];

export const CREDENTIALS = {
  passwordCredentials: [
    {
      keyId: "id",
      "displayName?": "string",
      "hint?": "string",
      "startDateTime?": "string",
      "endDateTime?": "string",
    },
  ],
} as const;

/** @param select properties, by commas */
export function applicationPath(clientId: string, select: string): string {
  return `/v1.0/applications(appId='${clientId}')?$select=${select}`;
}
