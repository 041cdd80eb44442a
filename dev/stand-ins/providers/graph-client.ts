import {
  ConnectionDropped,
  dropped,
  GraphError,
  mayPass,
  nothingIfMissing,
  patiently,
  refusalIn,
} from "./graph-failures.ts";
import type { GraphObject } from "./graph-object.ts";
import type { Surroundings } from "./reach.ts";
import type { Settings } from "./settings.ts";
import { type Endpoints, findEndpoints, signIn, type Token } from "./sign-in.ts";

/** Repeats for as long as azuread fits into five minutes. */
const PATIENCE = { repeats: 9, longest: 61_000 };

/** Microsoft Graph of the embedded tenant, signed in with a client secret. */
export class GraphClient {
  readonly settings: Settings;
  private readonly surroundings: Surroundings;
  private endpoints: Endpoints | undefined;
  private token: Token | undefined;

  constructor(settings: Settings, surroundings: Surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
  }

  /** The object id of whoever is signed in. */
  async caller(): Promise<string> {
    return (await this.signedIn()).caller;
  }

  /** The way in which Graph wants to be told of an object of the directory, as in `owners@odata.bind`. */
  async reference(objectId: string): Promise<string> {
    return `${(await this.addresses()).graph}/v1.0/directoryObjects/${objectId}`;
  }

  /** Gives an object. @throws GraphError with 404 where Graph knows none */
  async get(path: string): Promise<GraphObject> {
    return this.request("GET", path);
  }

  /** Gives an object, or nothing where Graph knows none (404). */
  async find(path: string): Promise<GraphObject | undefined> {
    return this.get(path).catch(nothingIfMissing);
  }

  /** Lets a change settle before it is read again. */
  async settle(milliseconds: number): Promise<void> {
    await this.surroundings.settle(milliseconds);
  }

  /** Gives the objects of a collection, page after page. */
  async list(path: string, query: Readonly<Record<string, string>> = {}): Promise<GraphObject[]> {
    const found: GraphObject[] = [];
    let next: string | undefined = `${path}${Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ""}`;
    while (next !== undefined) {
      const page: GraphObject = await this.request("GET", next);
      found.push(...((page["value"] ?? []) as GraphObject[]));
      const link = page["@odata.nextLink"];
      next = typeof link === "string" ? link : undefined;
    }
    return found;
  }

  /**
   * Makes an object or asks for an action.
   *
   * @param again says whether a refusal is only the directory lagging behind, so that the request is worth repeating
   */
  async post(path: string, body: GraphObject, again?: (refused: GraphError) => boolean): Promise<GraphObject> {
    return this.request("POST", path, body, again);
  }

  /** Changes an object. @param again as with `post` */
  async patch(path: string, body: GraphObject, again?: (refused: GraphError) => boolean): Promise<void> {
    await this.request("PATCH", path, body, again);
  }

  /** Deletes an object; one that is gone already (404) is a failure, as azuread sees it. */
  async delete(path: string): Promise<void> {
    await this.request("DELETE", path);
  }

  private async request(
    method: string,
    path: string,
    body?: GraphObject,
    again: (refused: GraphError) => boolean = () => false,
  ): Promise<GraphObject> {
    const { graph } = await this.addresses();
    const url = new URL(/^https:/.test(path) ? path : `${graph}${path.startsWith("/beta/") ? "" : "/v1.0"}${path}`);
    if (url.origin !== graph) throw new Error(`Microsoft Graph of the embedded tenant points to ${url.origin}.`);
    const passes = (failure: unknown) => mayPass(failure) || (failure instanceof GraphError && again(failure));
    const ask = () => this.requestOnce(method, url.href, body);
    return patiently(ask, { ...PATIENCE, passes }, this.surroundings.wait).catch((thrown: unknown) => {
      throw thrown instanceof ConnectionDropped ? dropped(method, url.href) : thrown;
    });
  }

  private async requestOnce(method: string, url: string, body: GraphObject | undefined): Promise<GraphObject> {
    const { send } = this.surroundings;
    const { value } = await this.signedIn();
    const headers = { authorization: `Bearer ${value}`, accept: "application/json" };
    const response = await send(url, {
      method,
      headers: body ? { ...headers, "content-type": "application/json" } : headers,
      ...(body && { body: JSON.stringify(body) }),
      // An answer that sends the client elsewhere must not take the token there.
      redirect: "error",
    });
    if (!response.ok) throw await refusalIn(response);
    return response.status === 204 ? {} : ((await response.json()) as GraphObject);
  }

  private async addresses(): Promise<Endpoints> {
    this.endpoints ??= await findEndpoints(this.settings, this.surroundings.send);
    return this.endpoints;
  }

  /** The one token that all requests share; signs in anew when it is about to end. */
  private async signedIn(): Promise<Token> {
    if (!this.token || this.token.until <= this.surroundings.now()) {
      this.token = await signIn(this.settings, await this.addresses(), this.surroundings);
    }
    return this.token;
  }
}
