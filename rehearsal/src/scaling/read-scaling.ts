import { SCALABLE_TARGET, scalableTargetOf } from '@inference-constructs/core/out/graph/scalable-target';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { SCALABLE_DIMENSIONS } from '@inference-constructs/core/out/scaling/dimensions';
import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import type { NotPlayed } from '../assembly/assembly-reader';
import { initialCapacity } from './initial-capacity';
import type { PolicyScope } from './read-policies';
import { readPolicies } from './read-policies';
import type { ScalableTarget, ScalingInput, ScalingPolicy, ScheduledAction } from './scaling-input';
import { parseSchedule } from './schedule/schedule';

export interface DeclaredScaling {
  readonly inputs: readonly ScalingInput[];
  /** What scales something and is not played, and why. */
  readonly notPlayed: readonly NotPlayed[];
}

type Block = Readonly<Record<string, unknown>>;

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
/** One that names no target of the graph stays what Terraform calls it. */
const SCHEDULED_ACTION = 'terraform:aws_appautoscaling_scheduled_action';

/** Finds what scales, with its policies, their alarms and its schedules; whatever declared it. */
export function readScaling(graph: ResourceGraph): DeclaredScaling {
  const targets = graph.ofType(SCALABLE_TARGET);
  const policies = [...graph.ofType(POLICY), ...graph.ofType(SCHEDULED_ACTION)];
  const lost = policies.filter(
    (policy) => policy.type === SCHEDULED_ACTION || scalableTargetOf(policy, targets) === undefined,
  );
  const read = targets.map((target) => readTargetScaling(target, graph));
  return {
    inputs: read.flatMap(({ input }) => input ?? []),
    notPlayed: [
      ...lost.map((policy) => because(policy, 'the scalable target that it names is not declared here')),
      ...read.flatMap(({ notPlayed }) => notPlayed),
    ],
  };
}

/** What scales one scalable target; without an input, it cannot be played at all. */
export interface TargetScaling {
  readonly input?: ScalingInput;
  readonly notPlayed: readonly NotPlayed[];
}

/** @param resolve gives references their values, where they are known */
export function readTargetScaling(
  resource: GraphResource,
  graph: ResourceGraph,
  resolve: PolicyScope['resolve'] = (properties) => properties,
): TargetScaling {
  const notPlayed: NotPlayed[] = [];
  const target = attempt(resource, notPlayed, () => readTarget(resource, graph, resolve));
  if (target === undefined) return { notPlayed };
  const { dimension } = target;
  const metricDimensions = metricDimensionsOf(dimension, resolve(resource.properties).ResourceId);
  const scope = { dimension, metricDimensions, graph, resolve };
  const targets = graph.ofType(SCALABLE_TARGET);
  const own = graph.ofType(POLICY).filter((policy) => scalableTargetOf(policy, targets) === resource);
  const policies = own.flatMap(
    (policy): readonly ScalingPolicy[] => attempt(policy, notPlayed, () => readPolicies(policy, scope)) ?? [],
  );
  const scheduledActions = readActions(resource, notPlayed);
  return { input: { target, policies, scheduledActions }, notPlayed };
}

function readTarget(resource: GraphResource, graph: ResourceGraph, resolve: PolicyScope['resolve']): ScalableTarget {
  const { MinCapacity, MaxCapacity, ScalableDimension } = resolve(resource.properties);
  const dimension = String(ScalableDimension);
  if (!Object.hasOwn(SCALABLE_DIMENSIONS, dimension)) throw new CannotEvaluate(`the dimension ${dimension}`);
  const minCapacity = wholeNumber('MinCapacity', MinCapacity);
  const maxCapacity = wholeNumber('MaxCapacity', MaxCapacity);
  const initial = initialCapacity(resource, graph) ?? minCapacity;
  return { path: resource.path, dimension, minCapacity, maxCapacity, initialCapacity: initial };
}

const METRIC_DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
  'sagemaker:variant:DesiredInstanceCount': ['EndpointName', 'VariantName'],
  'sagemaker:variant:DesiredProvisionedConcurrency': ['EndpointName', 'VariantName'],
  'sagemaker:inference-component:DesiredCopyCount': ['InferenceComponentName'],
};

function metricDimensionsOf(dimension: string, resourceId: unknown): Record<string, string> {
  const names = SCALABLE_DIMENSIONS[dimension].resourceId.exec(String(resourceId));
  if (dimension === 'lambda:function:ProvisionedConcurrency' && names !== null) {
    return { FunctionName: names[1], Resource: `${names[1]}:${names[2]}` };
  }
  const dimensions = METRIC_DIMENSIONS[dimension] ?? [];
  return names === null ? {} : Object.fromEntries(dimensions.map((name, i) => [name, names[i + 1]]));
}

function readActions(resource: GraphResource, notPlayed: NotPlayed[]): ScheduledAction[] {
  const declared = (resource.properties.ScheduledActions ?? []) as readonly Block[];
  return declared.flatMap((action) => attempt(resource, notPlayed, () => [readAction(action)]) ?? []);
}

function readAction(action: Block): ScheduledAction {
  const capacity = (action.ScalableTargetAction ?? {}) as Block;
  const { MinCapacity, MaxCapacity } = capacity;
  return {
    name: String(action.ScheduledActionName),
    schedule: parseSchedule(String(action.Schedule), {
      timezone: optionalText(action.Timezone),
      startTime: optionalText(action.StartTime),
      endTime: optionalText(action.EndTime),
    }),
    ...(MinCapacity === undefined ? {} : { minCapacity: wholeNumber('MinCapacity', MinCapacity) }),
    ...(MaxCapacity === undefined ? {} : { maxCapacity: wholeNumber('MaxCapacity', MaxCapacity) }),
  };
}

/** What cannot be read is not played, and said. */
function attempt<T>(resource: GraphResource, notPlayed: NotPlayed[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotEvaluate) notPlayed.push(because(resource, `cannot play ${error.message}`));
    else if (error instanceof InferenceError) notPlayed.push(because(resource, error.message));
    else throw error;
    return undefined;
  }
}

function because({ path, type }: GraphResource, reason: string): NotPlayed {
  return { path, type, reason };
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** Terraform may write a number as text. */
function wholeNumber(name: string, value: unknown): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) {
    throw new CannotEvaluate(`${name} ${String(value)}`);
  }
  return number;
}
