import { SCALABLE_TARGET, scalableTargetOf } from '../../graph/scalable-target';
import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import type { Properties } from '../../plan/plan';
import { POLICY } from '../../scaling/policy';
import type { Block } from '../reading';
import { block, certain, isGiven, isUndecided } from '../reading';

/** Where Application Auto Scaling says how it works. */
export const GUIDE = 'https://docs.aws.amazon.com/autoscaling/application/userguide/';

export function targetsOf(graph: ResourceGraph): readonly GraphResource[] {
  return graph.ofType(SCALABLE_TARGET);
}

/** A policy, and the target it is for where the graph declares one. */
export interface DeclaredPolicy {
  readonly policy: GraphResource;
  readonly target?: GraphResource;
  /** Of the target, or of the policy itself. */
  readonly dimension: unknown;
}

export function policiesOf(graph: ResourceGraph): readonly DeclaredPolicy[] {
  return graph.once(readPolicies);
}

function readPolicies(graph: ResourceGraph): DeclaredPolicy[] {
  const targets = targetsOf(graph);
  return graph.ofType(POLICY).map((policy) => {
    const target = scalableTargetOf(policy, targets);
    return { policy, target, dimension: (target ?? policy).properties.ScalableDimension };
  });
}

/** What a policy of target tracking says for certain. */
export function tracking({ properties }: GraphResource): Block {
  return certain(properties.TargetTrackingScalingPolicyConfiguration) ?? {};
}

export function predefinedType(policy: GraphResource): unknown {
  return certain(tracking(policy).PredefinedMetricSpecification)?.PredefinedMetricType;
}

/** Bounds of a target, or of one of its scheduled actions. */
export interface DeclaredBounds {
  /** How a message begins. */
  readonly where: string;
  readonly MinCapacity?: unknown;
  readonly MaxCapacity?: unknown;
}

/** All bounds that a target has at some time; those of an action that a condition chooses are not known. */
export function boundsOf({ MinCapacity, MaxCapacity, ScheduledActions }: Properties): DeclaredBounds[] {
  const actions: readonly unknown[] = Array.isArray(ScheduledActions) ? ScheduledActions : [ScheduledActions];
  return [
    { where: '', MinCapacity, MaxCapacity },
    ...actions.filter((action) => isGiven(action) !== false).map(boundsOfAction),
  ];
}

function boundsOfAction(action: unknown): DeclaredBounds {
  if (isUndecided(action)) return unknownBounds(action);
  const { ScheduledActionName, ScalableTargetAction: bounds } = block(action) ?? {};
  if (isUndecided(bounds)) return unknownBounds(bounds);
  return { where: `scheduled action ${String(ScheduledActionName)}: `, ...block(bounds) };
}

function unknownBounds(value: unknown): DeclaredBounds {
  return { where: '', MinCapacity: value, MaxCapacity: value };
}
