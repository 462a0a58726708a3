import { InferenceError } from '../errors';
import type { Plan } from '../plan/plan';
import type { ScalingSpec } from './scaling-spec';
import type { TrackingOptions } from './tracking';
import { decidePredefinedTracking } from './tracking';

/** Keeps a share of the provisioned concurrency in use. The metric is a fraction. */
export function decideConcurrencyTracking(
  spec: ScalingSpec,
  id: string,
  targetPercent: number,
  options: TrackingOptions = {},
): Plan {
  const { scaled, minCapacity, isUnresolved } = spec;
  if (isUnresolved(targetPercent)) {
    throw new InferenceError(
      'TargetUnknown',
      'target utilization (a token): must be known at synth, because the metric is a fraction of it. pass a literal',
    );
  }
  if (!(targetPercent > 0 && targetPercent <= 100)) {
    throw new InferenceError(
      'TargetOutOfRange',
      `target utilization (${targetPercent} %): more than 0 and at most 100. choose a share in that range`,
    );
  }
  const type =
    scaled.kind === 'function-concurrency'
      ? 'LambdaProvisionedConcurrencyUtilization'
      : 'SageMakerVariantProvisionedConcurrencyUtilization';
  const plan = decidePredefinedTracking(spec, id, type, targetPercent / 100, options);
  if (minCapacity !== 0) return plan;
  const note = `${id}: at 0 nothing is provisioned and no utilization is published, so that it stays 0 until a schedule raises the minimum`;
  return { ...plan, notes: [...plan.notes, note] };
}
