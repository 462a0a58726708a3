import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { SCALABLE_DIMENSIONS, STEP_COOLDOWN_SECONDS } from '@inference-constructs/core/out/scaling/dimensions';
import { PREDEFINED_METRICS } from '@inference-constructs/core/out/scaling/predefined-metrics';
import type { AdjustmentType, StepAdjustment } from '@inference-constructs/core/out/scaling/step-scaling';
import { readAlarm } from '../alarms/alarm-definition';
import type { AlarmQueries } from '../alarms/alarm-queries';
import { readQueries } from '../alarms/alarm-queries';
import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import { statisticOf } from '../metrics/statistics';
import type { ScalingPolicy, TrackingPolicy } from './scaling-input';

type Block = Readonly<Record<string, unknown>>;

const ADJUSTMENTS: readonly unknown[] = [
  'ChangeInCapacity',
  'PercentChangeInCapacity',
  'ExactCapacity',
] satisfies AdjustmentType[];

/** A custom metric is tracked by the minute. */
const CUSTOM_PERIOD_SECONDS = 60;

/** Where a policy is read. */
export interface PolicyScope {
  readonly dimension: string;
  /** Dimensions of the predefined metrics. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  readonly graph: ResourceGraph;
  /** Gives references their values, where they are known. */
  resolve(properties: Properties): Properties;
}

/** Reads a scaling policy; a step scaling policy once for each alarm that calls it. Throws CannotEvaluate. */
export function readPolicies(policy: GraphResource, scope: PolicyScope): readonly ScalingPolicy[] {
  const { PolicyType, TargetTrackingScalingPolicyConfiguration, StepScalingPolicyConfiguration } = scope.resolve(
    policy.properties,
  );
  switch (PolicyType ?? 'StepScaling') {
    case 'TargetTrackingScaling':
      return [readTracking(policy.path, scope, (TargetTrackingScalingPolicyConfiguration ?? {}) as Block)];
    case 'StepScaling':
      return readSteps(policy, (StepScalingPolicyConfiguration ?? {}) as Block, scope);
    default:
      throw new CannotEvaluate(`the policy type ${String(PolicyType)}`);
  }
}

function readTracking(path: string, scope: PolicyScope, configuration: Block): TrackingPolicy {
  const { cooldownSeconds } = SCALABLE_DIMENSIONS[scope.dimension];
  return {
    kind: 'target-tracking',
    path,
    queries: readTracked(configuration, scope),
    targetValue: number('TargetValue', configuration.TargetValue),
    scaleOutCooldownSeconds: number('ScaleOutCooldown', configuration.ScaleOutCooldown ?? cooldownSeconds),
    scaleInCooldownSeconds: number('ScaleInCooldown', configuration.ScaleInCooldown ?? cooldownSeconds),
    disableScaleIn: configuration.DisableScaleIn === true,
  };
}

function readTracked(configuration: Block, { dimension, metricDimensions }: PolicyScope): AlarmQueries {
  const { PredefinedMetricSpecification, CustomizedMetricSpecification } = configuration;
  if (CustomizedMetricSpecification !== undefined) return readCustomized(CustomizedMetricSpecification as Block);
  const type = String((PredefinedMetricSpecification as Block | undefined)?.PredefinedMetricType);
  const known = Object.hasOwn(PREDEFINED_METRICS, type) ? PREDEFINED_METRICS[type] : undefined;
  if (known?.dimension !== dimension) throw new CannotEvaluate(`the metric ${type} of ${dimension}`);
  const statistic = statisticOf(known.statistic);
  if (statistic === undefined) throw new CannotEvaluate(`statistic ${known.statistic}`);
  const periodMinutes = known.periodSeconds / 60;
  const metric = { namespace: known.namespace, name: known.name, dimensions: metricDimensions };
  const query = { id: 'metric', metric, statistic, statisticName: known.statistic, periodMinutes };
  return {
    metrics: new Map([[query.id, query]]),
    expressions: new Map(),
    watched: { kind: 'id', name: query.id },
    periodMinutes,
  };
}

/** The metric of an alarm, without a period: the queries have none of their own. */
function readCustomized(specification: Block): AlarmQueries {
  const { Metrics, ...metric } = specification;
  if (!Array.isArray(Metrics)) return readQueries({ ...metric, Period: CUSTOM_PERIOD_SECONDS });
  const queries = (Metrics as Block[]).map((query) =>
    query.MetricStat === undefined
      ? query
      : { ...query, MetricStat: { ...(query.MetricStat as Block), Period: CUSTOM_PERIOD_SECONDS } },
  );
  return readQueries({ Metrics: queries });
}

function readSteps(policy: GraphResource, configuration: Block, { graph, resolve }: PolicyScope): ScalingPolicy[] {
  const { AdjustmentType: type, Cooldown, MinAdjustmentMagnitude, StepAdjustments } = configuration;
  if (!ADJUSTMENTS.includes(type)) throw new CannotEvaluate(`AdjustmentType ${String(type)}`);
  const alarms = graph
    .ofType('AWS::CloudWatch::Alarm')
    .filter(({ properties }) => [properties.AlarmActions].flat().some((action) => graph.target(action) === policy));
  if (alarms.length === 0) throw new CannotEvaluate('a step scaling policy that no alarm declared here calls');
  const scaling = {
    adjustmentType: type as AdjustmentType,
    steps: ((StepAdjustments ?? []) as readonly Block[]).map(readStep),
    ...(MinAdjustmentMagnitude === undefined
      ? {}
      : { minAdjustmentMagnitude: number('MinAdjustmentMagnitude', MinAdjustmentMagnitude) }),
  };
  return alarms.map(({ id, path, properties }) => ({
    kind: 'step-scaling',
    path: policy.path,
    alarm: readAlarm({ name: id, path, properties: resolve(properties) }),
    scaling,
    cooldownSeconds: number('Cooldown', Cooldown ?? STEP_COOLDOWN_SECONDS),
  }));
}

function readStep({ MetricIntervalLowerBound, MetricIntervalUpperBound, ScalingAdjustment }: Block): StepAdjustment {
  return {
    ...(MetricIntervalLowerBound === undefined
      ? {}
      : { lower: number('MetricIntervalLowerBound', MetricIntervalLowerBound) }),
    ...(MetricIntervalUpperBound === undefined
      ? {}
      : { upper: number('MetricIntervalUpperBound', MetricIntervalUpperBound) }),
    adjustment: number('ScalingAdjustment', ScalingAdjustment),
  };
}

/** Terraform may write a number as text. */
function number(name: string, value: unknown): number {
  const read = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof read !== 'number' || !Number.isFinite(read)) throw new CannotEvaluate(`${name} ${String(value)}`);
  return read;
}
