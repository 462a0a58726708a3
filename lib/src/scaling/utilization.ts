import { gpusOf, processorsOf } from '../catalog/devices';
import { InferenceError } from '../errors';
import type { Plan } from '../plan/plan';
import { singleMetric } from './metric-source';
import type { ScalingSpec } from './scaling-spec';
import type { TrackingOptions } from './tracking';
import { decideCustomTracking } from './tracking';

/** What of an instance is used. */
export type Utilized = 'cpu' | 'memory' | 'gpu' | 'gpu-memory';

interface Utilization {
  readonly metric: string;
  /** SageMaker adds up over these, so that the metric of two of them goes to 200; none where it does not. */
  readonly devices?: { readonly name: string; readonly count: (instanceType: string) => number | undefined };
}

const GPUS = { name: 'GPUs', count: gpusOf };

/** Source: SageMaker's guide on the metrics of instances, checked November 2026. */
export const UTILIZATIONS: Readonly<Record<Utilized, Utilization>> = {
  cpu: { metric: 'CPUUtilization', devices: { name: 'processors', count: processorsOf } },
  memory: { metric: 'MemoryUtilization' },
  gpu: { metric: 'GPUUtilization', devices: GPUS },
  'gpu-memory': { metric: 'GPUMemoryUtilization', devices: GPUS },
};

/** Namespace of what SageMaker publishes of the instances of an endpoint. */
export const INSTANCE_NAMESPACE = '/aws/sagemaker/Endpoints';

export interface UtilizationSpec {
  readonly utilized: Utilized;
  /** Of each device. */
  readonly targetPercent: number;
  readonly instanceType?: string;
  /** Devices of an instance, where the instance type does not tell. */
  readonly devices?: number;
}

/** Key of the annotation that says what share of a device a target stands for. */
export const TARGET_PERCENT = 'targetUtilizationPercent';

export function decideUtilizationTracking(
  spec: ScalingSpec,
  id: string,
  utilization: UtilizationSpec,
  options: TrackingOptions = {},
): Plan {
  const { scaled, isUnresolved } = spec;
  const { utilized, targetPercent } = utilization;
  if (scaled.kind !== 'instances' && scaled.kind !== 'asynchronous-instances') {
    throw new Error(`no instance metrics of ${scaled.kind}`);
  }
  if (isUnresolved(targetPercent)) {
    throw new InferenceError(
      'TargetUnknown',
      'target utilization (a token): must be known at synth, because it is multiplied by the devices of an instance. pass a literal',
    );
  }
  if (!(targetPercent > 0 && targetPercent <= 100)) {
    throw new InferenceError(
      'TargetOutOfRange',
      `target utilization (${targetPercent} %): more than 0 and at most 100, of each device. choose a share in that range`,
    );
  }
  const { metric } = UTILIZATIONS[utilized];
  const source = singleMetric({
    namespace: INSTANCE_NAMESPACE,
    name: metric,
    dimensions: { EndpointName: scaled.endpointName, VariantName: scaled.variantName },
    statistic: 'Average',
  });
  const devices = devicesOf(utilization, isUnresolved);
  return decideCustomTracking(spec, id, source, targetPercent * devices, options, {
    [TARGET_PERCENT]: targetPercent,
    devices,
  });
}

function devicesOf(
  { utilized, instanceType, devices: given }: UtilizationSpec,
  isUnresolved: ScalingSpec['isUnresolved'],
) {
  const { metric, devices } = UTILIZATIONS[utilized];
  if (devices === undefined) return 1;
  const known = instanceType === undefined || isUnresolved(instanceType) ? undefined : devices.count(instanceType);
  const count = given ?? known;
  if (count === undefined || isUnresolved(count)) {
    throw new InferenceError(
      'DevicesUnknown',
      `${devices.name} of an instance (unknown): needed, because ${metric} is the sum over them. pass devicesPerInstance`,
    );
  }
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InferenceError(
    'DevicesOutOfRange',
    `${devices.name} of an instance (${count}): at least 1 to scale on ${metric}. choose an instance type that has some, or another metric`,
  );
}
