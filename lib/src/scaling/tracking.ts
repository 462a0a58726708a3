import { InferenceError } from '../errors';
import type { Plan, Properties } from '../plan/plan';
import type { MeasuredQuantity } from './measured-target';
import { targetOf } from './measured-target';
import type { MetricSource } from './metric-source';
import { checkSource, trackedMetric } from './metric-source';
import { scalingPolicy } from './policy';
import { cooldownSecondsOf } from './scaled';
import type { ScalingSpec } from './scaling-spec';
import type { PREDEFINED_METRICS } from './predefined-metrics';
import { headlineNotes } from './headline';

export interface TrackingOptions {
  readonly scaleInCooldownSeconds?: number;
  readonly scaleOutCooldownSeconds?: number;
  readonly disableScaleIn?: boolean;
}

/** A metric by the name that Application Auto Scaling gives it. */
export type PredefinedMetricType = keyof typeof PREDEFINED_METRICS;

const REQUEST_METRICS: Readonly<
  Record<MeasuredQuantity, Readonly<Record<'instances' | 'copies', PredefinedMetricType>>>
> = {
  invocations: {
    instances: 'SageMakerVariantInvocationsPerInstance',
    copies: 'SageMakerInferenceComponentInvocationsPerCopy',
  },
  concurrency: {
    instances: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    copies: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
  },
};

/** Keeps a metric that Application Auto Scaling knows at a target. */
export function decidePredefinedTracking(
  spec: ScalingSpec,
  id: string,
  type: PredefinedMetricType,
  targetValue: number,
  options: TrackingOptions = {},
): Plan {
  return {
    resources: [
      tracking(spec, id, { PredefinedMetricSpecification: { PredefinedMetricType: type } }, targetValue, options),
    ],
    notes: headlineNotes(spec, id, type, targetValue),
  };
}

/** Keeps the requests per minute, or those at once, at a target, which what was measured of the model gives where nobody else does. */
export function decideRequestTracking(
  spec: ScalingSpec,
  id: string,
  quantity: MeasuredQuantity,
  given: number | undefined,
  options: TrackingOptions = {},
): Plan {
  const { value, notes } = targetOf(spec, id, quantity, given);
  const type = REQUEST_METRICS[quantity][spec.scaled.kind === 'copies' ? 'copies' : 'instances'];
  const plan = decidePredefinedTracking(spec, id, type, value, options);
  return { ...plan, notes: [...notes, ...plan.notes] };
}

/** Keeps any metric at a target: one that falls when capacity is added. */
export function decideCustomTracking(
  spec: ScalingSpec,
  id: string,
  source: MetricSource,
  targetValue: number,
  options: TrackingOptions = {},
  annotation?: Properties,
): Plan {
  checkSource(source);
  const metric = { CustomizedMetricSpecification: trackedMetric(source) };
  return { resources: [tracking(spec, id, metric, targetValue, options, annotation)], notes: [] };
}

function tracking(
  spec: ScalingSpec,
  id: string,
  metric: Properties,
  targetValue: number,
  options: TrackingOptions,
  annotation?: Properties,
) {
  checkTarget(spec, targetValue);
  const cooldownSeconds = cooldownSecondsOf(spec.scaled);
  const { scaleInCooldownSeconds = cooldownSeconds, scaleOutCooldownSeconds = cooldownSeconds } = options;
  checkCooldown(spec, 'scale-in', scaleInCooldownSeconds);
  checkCooldown(spec, 'scale-out', scaleOutCooldownSeconds);
  return scalingPolicy(
    spec,
    id,
    {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        ...metric,
        TargetValue: targetValue,
        ScaleInCooldown: scaleInCooldownSeconds,
        ScaleOutCooldown: scaleOutCooldownSeconds,
        ...(options.disableScaleIn === undefined ? {} : { DisableScaleIn: options.disableScaleIn }),
      },
    },
    annotation,
  );
}

function checkTarget({ isUnresolved }: ScalingSpec, targetValue: number): void {
  if (isUnresolved(targetValue) || targetValue > 0) return;
  throw new InferenceError(
    'TargetOutOfRange',
    `target value (${targetValue}): more than 0, because capacity follows from the metric divided by it. choose what one unit should bear`,
  );
}

export function checkCooldown({ isUnresolved }: ScalingSpec, what: string, seconds: number): void {
  if (isUnresolved(seconds) || (Number.isInteger(seconds) && seconds >= 0)) return;
  throw new InferenceError(
    'CooldownOutOfRange',
    `${what} cooldown (${seconds} seconds): whole seconds of at least 0. choose a duration in that range`,
  );
}
