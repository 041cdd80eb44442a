import { type FaultAction, throttled } from "../../../dev/tenant/faults.ts";

/** A way in which one request goes wrong. */
export interface Harm {
  name: string;
  action: FaultAction;
  /** Whether it makes sense only where something is to be changed. */
  ofWrites?: true;
}

/** Each happens to one request, once: what the provider does next shows whether it asks again. */
export const HARMS: readonly Harm[] = [
  refusal(400, "Request_BadRequest", "The request is not valid."),
  refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
  refusal(404, "Request_ResourceNotFound", "Resource 'it' does not exist."),
  refusal(409, "Request_MultipleObjectsWithSameKeyValue", "A conflicting object is present."),
  { name: "dropped before", action: { drop: "before" } },
  { name: "dropped after", action: { drop: "after" } },
  { name: "429", action: throttled(1) },
  refusal(500, "InternalServerError", "Something failed."),
  refusal(503, "ServiceUnavailable", "The service is not available."),
  { name: "done, then 503", action: { doneThen: busy(503, "ServiceUnavailable", "Gone away.") }, ofWrites: true },
];

/** The harms that make sense for a request. */
export function harmsOf({ request }: { request: string }): readonly Harm[] {
  return HARMS.filter(({ ofWrites }) => !(ofWrites && request.startsWith("GET")));
}

function refusal(status: number, code: string, message: string): Harm {
  return { name: String(status), action: { answer: busy(status, code, message) } };
}

function busy(status: number, code: string, message: string) {
  return { status, body: { error: { code, message } } };
}
