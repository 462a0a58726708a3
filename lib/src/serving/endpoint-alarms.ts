import { Dimensions } from '../contract/metrics';
import type { LoadedPackage } from '../model/load';
import { bakePeriodSeconds } from '../monitoring/alarm';
import { predictionShiftAlarm } from '../monitoring/prediction-shift';
import type { ServiceMetrics } from '../monitoring/service-alarms';
import { errorsAlarm, fallbackAlarm, latencyAlarm } from '../monitoring/service-alarms';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import type { RolloutSpec } from '../rollout/rollout';
import { VARIANT_NAME } from './endpoint-variants';

export interface EndpointAlarmSpec {
  readonly model: LoadedPackage;
  readonly endpointName: string;
  readonly latencyLimitMilliseconds: number;
  readonly expectedRequestsPerMinute?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** The alarms that roll a new fleet back; they watch that fleet only. */
export function decideEndpointAlarms(
  spec: EndpointAlarmSpec,
  rollout: RolloutSpec,
  release: string,
  metrics = endpointMetrics(spec.endpointName),
): PlannedResource[] {
  const { manifest, digest } = spec.model;
  const periodSeconds = bakePeriodSeconds(rollout.bakeMinutes);
  const published = {
    [Dimensions.ENDPOINT]: spec.endpointName,
    [Dimensions.MODEL]: digest,
    [Dimensions.RELEASE]: release,
  };
  const alarms = [
    errorsAlarm('ErrorsAlarm', metrics, periodSeconds),
    latencyAlarm('LatencyAlarm', metrics, spec.latencyLimitMilliseconds, periodSeconds, spec.isUnresolved),
    ...(manifest.fallback === undefined ? [] : [fallbackAlarm('FallbackAlarm', published, metrics, periodSeconds)]),
  ];
  if (manifest.classes === undefined || manifest.heldOut?.predictedRates === undefined) return alarms;
  return [
    ...alarms,
    predictionShiftAlarm({
      id: 'PredictionShiftAlarm',
      classes: manifest.classes,
      heldOut: manifest.heldOut,
      dimensions: published,
      periodSeconds,
      expectedRequestsPerMinute: spec.expectedRequestsPerMinute,
      modelName: `${manifest.name} ${manifest.version}`,
    }),
  ];
}

/** What SageMaker publishes of the fleet that the planned configuration brings. */
function endpointMetrics(endpointName: string): ServiceMetrics {
  const dimensions = {
    EndpointName: endpointName,
    VariantName: VARIANT_NAME,
    EndpointConfigName: ref('Config', 'EndpointConfigName'),
  };
  return {
    requests: { namespace: 'AWS/SageMaker', name: 'Invocations', dimensions },
    errors: { namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', dimensions },
    latency: { namespace: 'AWS/SageMaker', name: 'ModelLatency', dimensions },
    unitsPerMillisecond: 1000,
  };
}
