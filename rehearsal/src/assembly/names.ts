import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { resolveReferences } from '@inference-constructs/core/out/plan/plan';
import { functionsIn } from './intrinsics/open';
import { partitionOf } from '@inference-constructs/core/out/catalog/partitions';
import { MADE_UP, nameOf } from './resource-names';
import type { StackArtifact } from './stack-contents';

/** A value with its references replaced, and those whose replacement is only a stand-in. */
export interface Resolved {
  readonly value: unknown;
  readonly standIns: readonly string[];
}

/** Where references into other stacks are looked up. */
export interface Links {
  names(stackId: string): Names | undefined;
}

/** What remains to be evaluated once references have their values; reports what stands in for something. */
export type Finish = (value: unknown, standIn: (what: string) => void) => unknown;

/** Gives references the names that resources would have once deployed. */
export class Names {
  constructor(
    readonly stack: StackArtifact,
    readonly graph: ResourceGraph,
    readonly versionNumber: string,
    private readonly links: Links,
    private readonly finish: Finish,
  ) {}

  resolve(declared: unknown): Resolved {
    const standIns = new Set<string>();
    const named = resolveReferences(declared, (id, attribute) => {
      const { name, isStandIn } = this.name(id, attribute);
      if (isStandIn) standIns.add(attribute === 'Ref' ? id : `${id}.${attribute}`);
      return name;
    });
    const value = this.finish(named, (what) => standIns.add(what));
    return { value, standIns: [...standIns, ...functionsIn(value)] };
  }

  text(value: unknown): string {
    const { value: resolved } = this.resolve(value);
    return typeof resolved === 'object' ? JSON.stringify(resolved) : String(resolved);
  }

  /** `arn:aws:lambda:region:account:` and the like. */
  arn(service: string, resource: string): string {
    const { region, account } = this.stack;
    return `arn:${partitionOf(region).name}:${service}:${region}:${account}:${resource}`;
  }

  /** The name or ARN of a resource; a stand-in where only AWS can make it up. */
  private name(id: string, attribute: string): { readonly name: string; readonly isStandIn: boolean } {
    const slash = id.lastIndexOf('/');
    if (slash >= 0) {
      const owner = this.links.names(id.slice(0, slash));
      if (owner !== undefined) return owner.name(id.slice(slash + 1), attribute);
    }
    const resource = this.graph.get(id);
    const known = resource && (nameOf(resource, attribute, this) ?? this.property(resource, attribute));
    if (known !== undefined) return { name: known, isStandIn: false };
    return { name: MADE_UP[id]?.(this) ?? `${this.stack.name}-${id}`, isStandIn: true };
  }

  /** An attribute that is one of the properties has its value, if that is known. */
  private property({ properties }: GraphResource, attribute: string): string | undefined {
    const declared = properties[attribute] ?? properties[pascalCase(attribute)];
    if (declared === undefined || typeof declared === 'object') return undefined;
    const { value, standIns } = this.resolve(declared);
    return standIns.length === 0 && typeof value !== 'object' ? String(value) : undefined;
  }
}

/** Terraform's attributes keep their own names. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
