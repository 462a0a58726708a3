import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { Assembly, DeclaredEndpoint, Engine } from '../../assembly/assembly-reader';

/** A stack as it was synthesized, whatever synthesized it. */
export interface SourceStack {
  /** A nested stack is below its parent: `App/Nested`. */
  readonly name: string;
  readonly region?: string;
  /** The template; for Terraform one made of the graph, so that both can be compared in the same way. */
  readonly template: Template & { readonly Outputs?: Readonly<Record<string, unknown>> };
  readonly graph: ResourceGraph;
  readonly endpoints: readonly DeclaredEndpoint[];
  /** The file or directory that a property of a resource names: code, archive. Undefined if it is not here. */
  asset(property: unknown): string | undefined;
}

/** A directory of synthesized output. */
export interface Source {
  readonly engine: Engine;
  readonly directory: string;
  readonly stacks: readonly SourceStack[];
  /** What it declares, by what it is for. */
  readonly assembly: Assembly;
}
