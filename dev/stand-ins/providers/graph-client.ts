import { ConnectionDropped, dropped, GraphError, isMissing, mayPass, patiently, refusalIn } from "./graph-failures.ts";
import { type GraphObject, objects, text } from "./graph-object.ts";
import type { Surroundings } from "./reach.ts";
import type { Settings } from "./settings.ts";
import { type Endpoints, findEndpoints, signIn, type Token } from "./sign-in.ts";

/** Repeats for as long as azuread fits into five minutes. */
const PATIENCE = { repeats: 9, longest: 61_000 };

/** What is asked of Graph beside a path, as `$filter`. */
type Query = Readonly<Record<string, string>>;

/** Microsoft Graph of the embedded tenant, signed in with a client secret. */
export class GraphClient {
  readonly settings: Settings;
  private readonly surroundings: Surroundings;
  private session: (Endpoints & Token) | undefined;

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
    return `${(await this.signedIn()).graph}/v1.0/directoryObjects/${objectId}`;
  }

  /** Gives an object. @throws GraphError with 404 where Graph knows none */
  async get(path: string, query: Query = {}): Promise<GraphObject> {
    return this.request("GET", withQuery(path, query));
  }

  /** Gives an object, or nothing where Graph knows none (404). */
  async find(path: string): Promise<GraphObject | undefined> {
    return this.get(path).catch((thrown: unknown) => {
      if (isMissing(thrown)) return undefined;
      throw thrown;
    });
  }

  /** Lets a change settle before it is read again. */
  async settle(milliseconds: number): Promise<void> {
    await this.surroundings.settle(milliseconds);
  }

  /** Gives the objects of a collection, page after page. */
  async list(path: string, query: Query = {}): Promise<GraphObject[]> {
    const found: GraphObject[] = [];
    for (let next = withQuery(path, query); next !== ""; ) {
      const page = await this.request("GET", next);
      found.push(...objects(page, "value"));
      next = text(page, "@odata.nextLink");
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
    const { graph, value: token } = await this.signedIn();
    const url = new URL(/^https:/.test(path) ? path : `${graph}${path.startsWith("/beta/") ? "" : "/v1.0"}${path}`);
    if (url.origin !== graph) throw new Error(`Microsoft Graph of the embedded tenant points to ${url.origin}.`);
    const passes = (failure: unknown) => mayPass(failure) || (failure instanceof GraphError && again(failure));
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
      const response = await this.surroundings.send(url.href, {
        method,
        headers: body ? { ...headers, "content-type": "application/json" } : headers,
        ...(body && { body: JSON.stringify(body) }),
        // An answer that sends the client elsewhere must not take the token there.
        redirect: "error",
      });
      if (!response.ok) throw await refusalIn(response);
      return response.status === 204 ? {} : ((await response.json()) as GraphObject);
    };
    return patiently(ask, { ...PATIENCE, passes }, this.surroundings.wait).catch((thrown: unknown) => {
      throw thrown instanceof ConnectionDropped ? dropped(method, url.href) : thrown;
    });
  }

  /** Where Graph is, and the one token that all requests share; signs in anew when it is about to end. */
  private async signedIn(): Promise<Endpoints & Token> {
    const { settings, surroundings } = this;
    if (!this.session || this.session.until <= surroundings.now()) {
      const endpoints = await findEndpoints(settings, surroundings.send);
      this.session = { ...endpoints, ...(await signIn(settings, endpoints, surroundings)) };
    }
    return this.session;
  }
}

function withQuery(path: string, query: Query): string {
  return Object.keys(query).length === 0 ? path : `${path}?${new URLSearchParams(query)}`;
}
