import { Dimensions } from '../contract/metrics';
import { bakePeriodSeconds } from '../monitoring/alarm';
import { predictionShiftAlarm } from '../monitoring/prediction-shift';
import { errorsAlarm, fallbackAlarm, latencyAlarm } from '../monitoring/service-alarms';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import type { RolloutSpec } from '../rollout/rollout';
import type { FunctionSpec } from './function';
import { FUNCTION_DEFAULTS } from './function-defaults';

/** The alarms that roll a new version back: they watch that version only. */
export function decideFunctionAlarms(spec: FunctionSpec, rollout: RolloutSpec): PlannedResource[] {
  const { manifest, digest } = spec.model;
  const periodSeconds = bakePeriodSeconds(rollout.bakeMinutes);
  const dimensions = {
    FunctionName: ref('Function'),
    Resource: `${ref('Function')}:${FUNCTION_DEFAULTS.aliasName}`,
    ExecutedVersion: ref('Version', 'Version'),
  };
  const metrics = {
    requests: { namespace: 'AWS/Lambda', name: 'Invocations', dimensions },
    errors: { namespace: 'AWS/Lambda', name: 'Errors', dimensions },
    latency: { namespace: 'AWS/Lambda', name: 'Duration', dimensions },
    unitsPerMillisecond: 1,
  };
  const published = {
    [Dimensions.FUNCTION]: ref('Function'),
    [Dimensions.MODEL]: digest,
    [Dimensions.RELEASE]: ref('Version', 'Version'),
  };
  const alarms = [
    errorsAlarm('ErrorsAlarm', metrics, periodSeconds),
    latencyAlarm(
      'LatencyAlarm',
      metrics,
      spec.latencyLimitMilliseconds ?? FUNCTION_DEFAULTS.latencyLimitMilliseconds,
      periodSeconds,
      spec.isUnresolved,
    ),
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
