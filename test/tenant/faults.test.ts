import { beforeEach, describe, expect, test } from "vitest";
import { throttled } from "../../dev/tenant/faults.ts";
import { useTenant } from "./client.ts";

const used = useTenant();
let token: string;
beforeEach(async () => {
  token = await used.token();
});

const make = () => used.send("POST", "/v1.0/applications", { token, json: { displayName: "esia" } });
const list = () => used.send("GET", "/v1.0/applications", { token });
const names = () => used.tenant.directory.applications.map(({ graph }) => graph.displayName);
const applications = /^\/v1\.0\/applications$/;

describe("a fault", () => {
  test("answers in the tenant's place, once, and does no work", async () => {
    const action = { answer: { status: 503, body: { error: { code: "ServiceNotAvailable", message: "x" } } } };
    used.tenant.faults.add({ method: "POST", path: applications, action });
    expect(await make()).toMatchObject({ status: 503, body: { error: { code: "ServiceNotAvailable" } } });
    expect(names()).toEqual(["Operator"]);
    expect((await make()).status).toBe(201);
  });

  test("throttles with Retry-After", async () => {
    used.tenant.faults.add({ method: "GET", path: applications, action: throttled(7) });
    const answer = await list();
    expect(answer.status).toBe(429);
    expect(answer.headers["retry-after"]).toBe("7");
  });

  test("drops the connection before the work", async () => {
    used.tenant.faults.add({ method: "POST", path: applications, action: { drop: "before" } });
    await expect(make()).rejects.toThrow();
    expect(names()).toEqual(["Operator"]);
    expect(used.tenant.requests.at(-1)).toMatchObject({ method: "POST", path: "/v1.0/applications", status: 0 });
  });

  test("drops the connection after the work, so that the answer is lost", async () => {
    used.tenant.faults.add({ method: "POST", path: applications, action: { drop: "after" } });
    await expect(make()).rejects.toThrow();
    expect(names()).toEqual(["Operator", "esia"]);
  });

  test("does the work and answers something else", async () => {
    const action = { doneThen: { status: 503, body: { error: { code: "ServiceUnavailable", message: "x" } } } };
    used.tenant.faults.add({ method: "POST", path: applications, action });
    expect(await make()).toMatchObject({ status: 503, body: { error: { code: "ServiceUnavailable" } } });
    expect(names()).toEqual(["Operator", "esia"]);
    expect(used.tenant.requests.at(-1)).toMatchObject({ status: 503, responseBody: { error: { message: "x" } } });
  });

  test("reads from a replica that lags behind", async () => {
    const stale = structuredClone(used.tenant.directory);
    await make();
    used.tenant.faults.add({ method: "GET", path: applications, action: { stale } });
    expect((await list()).body).toMatchObject({ value: [{ displayName: "Operator" }] });
    expect((await list()).body).toMatchObject({ value: [{ displayName: "Operator" }, { displayName: "esia" }] });
  });

  test("reads from before so many changes, where copies are kept", async () => {
    used.tenant.faults.remember = 2;
    for (const _ of [1, 2, 3]) await make();
    const seen = async (lag: number) => {
      used.tenant.faults.add({ method: "GET", path: applications, action: { lag } });
      return ((await list()).body as { value: unknown[] }).value.length;
    };
    expect([await seen(1), await seen(2), await seen(9)]).toEqual([3, 2, 2]);
    expect(((await list()).body as { value: unknown[] }).value).toHaveLength(4);
  });

  test("harms the requests that are drawn, and counts no other", async () => {
    const when = ({ body }: { body: string }) => body.includes("other");
    used.tenant.faults.add({ method: "POST", path: applications, action: throttled(1), when });
    expect((await make()).status).toBe(201);
    const other = () => used.send("POST", "/v1.0/applications", { token, json: { displayName: "other" } });
    expect([(await other()).status, (await other()).status]).toEqual([429, 201]);
  });

  test("lets Graph end a page where it likes, also before the first object", async () => {
    for (const _ of [1, 2]) await make();
    const pages = async () => {
      const sizes: number[] = [];
      for (let path: string | undefined = "/v1.0/applications"; path; ) {
        const { body } = await used.send("GET", path, { token });
        const { value, "@odata.nextLink": next } = body as { value: unknown[]; "@odata.nextLink"?: string };
        sizes.push(value.length);
        path = next && new URL(next).pathname + new URL(next).search;
      }
      return sizes;
    };
    expect(await pages()).toEqual([3]);
    used.tenant.faults.pageSize = 2;
    expect(await pages()).toEqual([2, 1]);
    used.tenant.faults.emptyPages = true;
    expect(await pages()).toEqual([0, 2, 1]);
    used.tenant.faults.clear();
    expect(await pages()).toEqual([3]);
  });

  test("changes an answer on its way", async () => {
    const edit = (body: unknown) => ({ ...(body as object), value: [] });
    used.tenant.faults.add({ method: "GET", path: applications, action: { edit } });
    expect((await list()).body).toMatchObject({ value: [] });
  });

  test("calls back before or after the work", async () => {
    const seen: string[][] = [];
    const look = () => {
      seen.push(names());
    };
    used.tenant.faults.add({ method: "POST", path: applications, action: { before: look } });
    used.tenant.faults.add({ method: "POST", path: applications, action: { after: look } });
    await make();
    await make();
    expect(seen).toEqual([["Operator"], ["Operator", "esia", "esia"]]);
  });

  test("lets the first ones pass and happens as often as it is told", async () => {
    used.tenant.faults.add({ method: "GET", path: applications, action: throttled(1), skip: 1, times: 2 });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await list()).status);
    expect(statuses).toEqual([200, 429, 429, 200]);
    expect(used.tenant.faults.pending).toBe(0);
  });

  test("leaves other methods and paths alone, and can be taken back", async () => {
    used.tenant.faults.add({ method: "POST", path: /addPassword/, action: throttled(1) });
    expect((await make()).status).toBe(201);
    expect(used.tenant.faults.pending).toBe(1);
    used.tenant.faults.clear();
    expect(used.tenant.faults.pending).toBe(0);
  });
});
