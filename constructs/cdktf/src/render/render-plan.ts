import { ANNOTATION } from '@inference-constructs/core/out/contract/annotation';
import type { Plan, PlannedResource } from '@inference-constructs/core/out/plan/plan';
import { referencesIn, resolveReferences } from '@inference-constructs/core/out/plan/plan';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { renderArguments } from './arguments';
import type { EntryContext } from './exceptions/exception';
import { nameOf } from './names';
import { resolveTokens } from './resolve';
import { RESOURCE_TYPES } from './resource-types';

const VERSION = 'AWS::Lambda::Version';
/** What a release of a function or an endpoint is known by. */
const RELEASE: Readonly<Record<string, string>> = {
  [VERSION]: 'Version',
  'AWS::SageMaker::EndpointConfig': 'EndpointConfigName',
};

/** Arguments that no plan decides, because they are the engine's own: by entry. */
export type OwnArguments = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Makes resources of the provider from what the core decided, below `scope`, in the plan's order. */
export class RenderedPlan {
  private readonly resources = new Map<string, { readonly type: string; readonly resource: TerraformResource }>();
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly scope: Construct,
    private plan: Plan,
    private readonly own: OwnArguments = {},
    /** What a release is known by, where nothing of the plan says so. */
    private readonly releasedAs?: string,
  ) {
    for (const entry of plan.resources) this.render(entry);
  }

  /** Renders what was decided later; it may refer to what is there. */
  extend({ resources, notes }: Plan): void {
    this.plan = { resources: [...this.plan.resources, ...resources], notes: [...this.plan.notes, ...notes] };
    for (const entry of resources) this.render(entry);
  }

  has(id: string): boolean {
    return this.resources.has(id);
  }

  /** The resource of an entry. */
  get<R extends TerraformResource>(id: string, construct: abstract new (...given: never) => R): R {
    const found = this.resources.get(id)?.resource;
    if (found instanceof construct) return found;
    throw new Error(`the plan has no ${construct.name} called ${id}`);
  }

  /** The resources of a kind, in the plan's order. */
  all<R extends TerraformResource>(construct: abstract new (...given: never) => R): R[] {
    return [...this.resources.values()]
      .map(({ resource }) => resource)
      .filter((resource): resource is R => resource instanceof construct);
  }

  /** What an entry says, in the provider's words, for a resource that is there. */
  argumentsOf(entry: PlannedResource): Record<string, unknown> {
    return renderArguments(entry.type, entry.id, this.resolve(entry.properties), this.contextOf(entry)).config;
  }

  private render(entry: PlannedResource): void {
    if (entry.type === VERSION) {
      const [{ id }] = referencesIn(entry.properties.FunctionName);
      this.resources.set(entry.id, { type: VERSION, resource: this.known(id).resource });
      return;
    }
    const properties = this.resolve(entry.properties);
    const { config, beside } = renderArguments(entry.type, entry.id, properties, this.contextOf(entry));
    const resource = RESOURCE_TYPES[entry.type].create(this.scope, entry.id, {
      ...config,
      ...this.own[entry.id],
      ...(entry.dependsOn === undefined ? {} : { dependsOn: entry.dependsOn.map((id) => this.known(id).resource) }),
    });
    if (entry.annotation !== undefined) resource.addOverride('//', { [ANNOTATION]: entry.annotation });
    this.resources.set(entry.id, { type: entry.type, resource });
    for (const { id, type, config: besideConfig } of beside) {
      RESOURCE_TYPES[type].create(this.scope, `${entry.id}${id}`, this.resolve(besideConfig));
    }
  }

  private contextOf(entry: PlannedResource): EntryContext {
    const fingerprint = () => JSON.stringify(resolveTokens(this.scope, this.resolve(entry.properties)));
    const published = this.plan.resources.filter(({ type }) => type === VERSION);
    return {
      name: (maxLength, content) => nameOf(this.scope, entry.id, maxLength, content),
      namePrefix: (maxLength) => `${nameOf(this.scope, entry.id, maxLength - 1)}-`,
      publishes: published.some(({ properties }) => referencesIn(properties.FunctionName)[0]?.id === entry.id),
      release: entry.perRelease === true ? this.release() : undefined,
      get fingerprint() {
        return fingerprint();
      },
    };
  }

  private release(): string | undefined {
    const released = [...this.resources].find(([, { type }]) => type in RELEASE);
    return released === undefined ? this.releasedAs : this.attribute(released[0], RELEASE[released[1].type]);
  }

  private resolve<T>(value: T): T {
    return resolveReferences(value, (id, attribute) => this.attribute(id, attribute));
  }

  /** Made once: CDKTF records a stack trace with every token. */
  private attribute(id: string, attribute: string): string {
    const key = `${id}.${attribute}`;
    const token = this.tokens.get(key) ?? this.newToken(id, attribute);
    this.tokens.set(key, token);
    return token;
  }

  private newToken(id: string, attribute: string): string {
    const { type, resource } = this.known(id);
    const token = RESOURCE_TYPES[type].attributes[attribute];
    if (token === undefined) throw new Error(`${type} has no attribute ${attribute} in the provider's words`);
    return token(resource);
  }

  private known(id: string): { readonly type: string; readonly resource: TerraformResource } {
    const found = this.resources.get(id);
    if (found === undefined) throw new Error(`the plan refers to ${id} before it`);
    return found;
  }
}
