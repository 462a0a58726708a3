import type { Properties } from '../../plan/plan';

/**
 * How the arguments of a Terraform resource type read in CloudFormation's words. What is not said here is mechanical:
 * `memory_size` is `MemorySize`, a block is an object. Paths are of Terraform's names: `metric_query.metric.dimensions`.
 */
export interface Reading {
  /** CloudFormation type; none if CloudFormation has no such resource. */
  readonly type?: string;
  /** Names that differ, by path. */
  readonly names?: Readonly<Record<string, string>>;
  /** Paths of blocks that may repeat, and are lists in CloudFormation also where there is only one. */
  readonly repeated?: readonly string[];
  /** Paths of maps, whose keys are the author's own. */
  readonly maps?: readonly string[];
  /** Paths of JSON documents written as text. */
  readonly documents?: readonly string[];
  /** CloudFormation's attribute for an attribute that a reference names; `arn` is `Arn` and `id` is `Ref` without it. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** What no renaming can express. */
  readonly reshape?: (properties: Properties) => Properties;
}
