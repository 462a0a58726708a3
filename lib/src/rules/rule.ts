import type { GraphResource, ResourceGraph } from '../graph/resource-graph';

/** `error`: AWS would refuse it, silently ignore it or roll it back. `warning`: advice. */
export type Severity = 'error' | 'warning';

/** A named check on a resource graph. */
export interface Rule {
  /** Stable id, for example `canary-longer-than-alarm`. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence: what goes wrong on AWS if the rule is broken. */
  readonly why: string;
  /** Where that is documented. */
  readonly source: string;
  check(graph: ResourceGraph, context: RuleContext): Finding[];
}

/** What a check knows beside the graph. */
export interface RuleContext {
  /** Whether a value is a token of the engine, so that nothing may be concluded from it. */
  isUnresolved(value: unknown): boolean;
}

/** One breach: the resource, the value, the limit and the remedy. */
export interface Finding {
  readonly resource: GraphResource;
  readonly message: string;
}

/** A finding together with the rule that made it. */
export interface Breach extends Finding {
  readonly rule: Rule;
}
