import { Forbidden, PartlyMade, reason, Vanished } from "./failures.ts";
import { type Change, changes, checked, type Failure, inputsOf, intended } from "./input-rules.ts";
import type { Properties } from "./property-values.ts";
import type { Existing, ResourceKind } from "./resource-kind.ts";
import { finished, guarded, planned } from "./state-form.ts";

/** All that a provider plugin is, before it is put on the wire. */
export interface Provider<Context> {
  readonly name: string;
  readonly version: string;
  readonly kinds: readonly ResourceKind<Context>[];
  /** What a program can call (`getClientConfig`), by token. */
  readonly functions: Readonly<Record<string, (args: Properties, context: Context) => Promise<Properties>>>;
  /** Takes the provider's settings and gives what the resources work with; throws what is wrong with the settings. */
  configure(settings: Properties): Promise<Context>;
}

/** What the engine asks of one resource; unlike on the wire, in plain values. */
export interface ResourceQuestion {
  readonly type: string;
  readonly id: string;
  /** The outputs in the state, or nothing. */
  readonly state: Properties;
  /** The inputs: the program's for a check, checked ones afterwards, those of the state for a read. */
  readonly inputs: Properties;
  readonly ignored: readonly string[];
  readonly preview: boolean;
}

/**
 * Answers the engine's questions for a provider, as bridged providers do: a preview gives known inputs back and leaves
 * everything else unknown, a comparison is made against what the state says the service has, a resource that is gone
 * reads as no resource. Every method throws an Error with a sentence for the operator.
 */
export class ProviderPlugin<Context> {
  readonly provider: Provider<Context>;
  private context: Context | undefined;

  constructor(provider: Provider<Context>) {
    this.provider = provider;
  }

  async configure(settings: Properties): Promise<void> {
    this.context = await this.provider.configure(settings);
  }

  check({ type, inputs }: ResourceQuestion): { inputs: Properties; failures: Failure[] } {
    return checked(this.kind(type), inputs);
  }

  async diff({ type, id, state, inputs, ignored }: ResourceQuestion): Promise<Record<string, Change>> {
    const kind = this.kind(type);
    const found = changes(kind.inputs, state, inputs, ignored);
    if (Object.keys(found).length > 0) {
      await this.forbid(kind, intended(kind.inputs, state, inputs, ignored), { id, state });
    }
    return found;
  }

  async create({ type, inputs, preview }: ResourceQuestion): Promise<Existing> {
    const kind = this.kind(type);
    await this.forbid(kind, inputs);
    if (preview) return { id: "", properties: guarded(kind, planned(kind, inputs)) };
    const context = this.ready();
    const made = await kind.create(inputs, context);
    return this.brought(kind, made, async () => kind.complete?.(made.id, inputs, context));
  }

  async read({ type, id, state, inputs }: ResourceQuestion): Promise<(Existing & { inputs: Properties }) | undefined> {
    const kind = this.kind(type);
    const properties = await kind.read(id, state, this.ready(), () => undefined);
    return properties && { ...finished(kind, { id, properties }), inputs: inputsOf(kind.inputs, properties, inputs) };
  }

  async update({ type, id, state, inputs, ignored, preview }: ResourceQuestion): Promise<Properties> {
    const kind = this.kind(type);
    const wanted = intended(kind.inputs, state, inputs, ignored);
    if (preview) return guarded(kind, { ...state, ...wanted });
    const { update } = kind;
    // Terraform's words: so it is asked of what was made and could not be read, since nothing else can be changed in place.
    if (!update) throw new Error("doesn't support update");
    // An update that failed is tried again, but the state says already what is wanted: then Graph is not told, nor the state
    // read anew, until a refresh. So azuread 6.9.1 does with what it sends where it differs (roles asked for, owners); name and
    // tags it sends again. Here it is the worst for all.
    // What was made by half has no outputs yet, which is something to change.
    const isWhole = kind.outputs.some(
      (name) => !["", null, undefined].includes(state[name] as string | null | undefined),
    );
    if (isWhole && Object.keys(changes(kind.inputs, state, inputs, ignored)).length === 0) return state;
    await this.forbid(kind, wanted, { id, state });
    // As bridged providers do it: the state takes what was wanted, and the engine knows that the update failed.
    const meant = { id, properties: { ...state, ...wanted } };
    return (await this.brought(kind, meant, () => update(id, state, wanted, this.ready()))).properties;
  }

  async delete({ type, id }: ResourceQuestion): Promise<void> {
    await this.kind(type).delete(id, this.ready());
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const called = this.provider.functions[token];
    if (!called) throw this.notServed(token, Object.keys(this.provider.functions));
    return called(args, this.ready());
  }

  /**
   * Finishes a resource that exists, and reads it. What fails leaves it in the state with what is known: the next run goes
   * on. Not so a resource that is not found when it is read: azuread drops it, and no state knows of it.
   *
   * @throws PartlyMade, or Vanished
   */
  private async brought(
    kind: ResourceKind<Context>,
    { id, properties: before }: Existing,
    rest: () => Promise<void>,
  ): Promise<Existing> {
    let known = before;
    const learn = (properties: Properties) => {
      known = properties;
    };
    try {
      await rest();
      const properties = await kind.read(id, before, this.ready(), learn);
      if (!properties) throw new Vanished("It was gone when it was read again.");
      return finished(kind, { id, properties });
    } catch (thrown) {
      if (thrown instanceof Vanished) throw thrown;
      const unknown = Object.fromEntries(kind.outputs.map((name) => [name, null]));
      throw new PartlyMade(finished(kind, { id, properties: { ...unknown, ...known } }), reason(thrown));
    }
  }

  private kind(type: string): ResourceKind<Context> {
    const { kinds } = this.provider;
    const kind = kinds.find(({ token }) => token === type);
    if (!kind)
      throw this.notServed(
        type,
        kinds.map(({ token }) => token),
      );
    return kind;
  }

  private async forbid(
    kind: ResourceKind<Context>,
    inputs: Properties,
    existing?: { id: string; state: Properties },
  ): Promise<void> {
    await kind.forbid?.(inputs, this.ready(), existing).catch((thrown: unknown) => {
      throw new Forbidden(reason(thrown));
    });
  }

  private ready(): Context {
    if (this.context === undefined) throw new Error(`The ${this.provider.name} provider has not been configured.`);
    return this.context;
  }

  private notServed(token: string, served: readonly string[]): Error {
    const { name, version } = this.provider;
    return new Error(
      `${token} is not served by this stand-in for pulumi-${name} ${version}, which has only ` +
        `${served.map((one) => one.split(":").at(-1)).join(", ")}. For anything else install the real provider: ` +
        `pulumi plugin install resource ${name} ${version}`,
    );
  }
}
