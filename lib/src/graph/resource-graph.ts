import { ref, referencesIn } from '../plan/plan';
import type { Properties } from '../plan/plan';

/** One declared resource, whatever declared it: a plan, a construct tree, a template, Terraform JSON. */
export interface GraphResource {
  /** Logical id: unique in the graph; what references name. */
  readonly id: string;
  /** Construct path where one is known, else the logical id. */
  readonly path: string;
  /** CloudFormation type. */
  readonly type: string;
  /** CloudFormation's shape and names; references as `@{LogicalId.Attribute}`. */
  readonly properties: Properties;
  /** What is declared of the resource and no property: `UpdatePolicy`, `DependsOn` (references), Terraform's `lifecycle`. */
  readonly attributes?: Properties;
}

/** What any engine, template or Terraform file declares, normalised. What rules and the rehearsal read. */
export class ResourceGraph {
  private readonly byId: ReadonlyMap<string, GraphResource>;
  private readonly byType: ReadonlyMap<string, readonly GraphResource[]>;
  private readonly known = new Map<object, unknown>();

  constructor(readonly resources: readonly GraphResource[]) {
    this.byId = new Map(resources.map((resource) => [resource.id, resource]));
    const byType = new Map<string, GraphResource[]>();
    for (const resource of resources) {
      const others = byType.get(resource.type);
      if (others === undefined) byType.set(resource.type, [resource]);
      else others.push(resource);
    }
    this.byType = byType;
  }

  get(id: string): GraphResource | undefined {
    return this.byId.get(id);
  }

  ofType(type: string): readonly GraphResource[] {
    return this.byType.get(type) ?? [];
  }

  /** What is read from the graph, once, however many rules ask for it. */
  once<T>(read: (graph: this) => T): T {
    if (!this.known.has(read)) this.known.set(read, read(this));
    return this.known.get(read) as T;
  }

  /** The resource a property refers to, if the whole property is one reference. */
  target(value: unknown): GraphResource | undefined {
    if (typeof value !== 'string' || !value.startsWith('@{')) return undefined;
    const [reference] = referencesIn(value);
    const isWhole = reference !== undefined && value === ref(reference.id, reference.attribute);
    return isWhole ? this.get(reference.id) : undefined;
  }
}
