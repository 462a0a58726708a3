import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { Engine } from './assembly-reader';
import type { Assets } from './assets';
import type { StackMetadata } from './cloudformation/construct-paths';
import type { Names } from './names';

/** A stack as the assembly lists it, before its template is read. */
export interface StackArtifact {
  /** Unique in the assembly; a nested stack's begins with its parent's. */
  readonly id: string;
  readonly engine: Engine;
  /** The name it is deployed by. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Of account and region, what the assembly leaves open and something stands in for. */
  readonly standIns: readonly string[];
  /** Where its files are. */
  readonly directory: string;
  readonly templateFile: string;
  /** Asset manifests the stack depends on. */
  readonly assetFiles: readonly string[];
  /** Ids of stacks that are deployed before it. */
  readonly dependsOn: readonly string[];
  readonly metadata: StackMetadata;
}

/** A stack that was read: its resources, and where their parts are looked up. */
export interface StackContents {
  readonly stack: StackArtifact;
  /**
   * Conditions, mappings and parameters resolved, references kept. It finds resources of other stacks too, by
   * `StackId/LogicalId`, which is how a reference into another stack is written.
   */
  readonly graph: ResourceGraph;
  readonly names: Names;
  readonly assets: Assets;
  /** Whether a reference to no resource is none that dangles: to a parameter, say. */
  isKnown(id: string): boolean;
  /** Another stack of the assembly, by its id. */
  other(id: string): StackContents | undefined;
}
