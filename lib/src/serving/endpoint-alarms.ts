import { Dimensions } from '../contract/metrics';
import { InferenceError } from '../errors';
import { bakePeriodSeconds } from '../monitoring/alarm';
import { predictionShiftAlarm } from '../monitoring/prediction-shift';
import type { ServiceMetrics } from '../monitoring/service-alarms';
import { fallbackAlarm, serviceAlarms } from '../monitoring/service-alarms';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import type { RolloutSpec } from '../rollout/rollout';
import { VARIANT_NAME, variantId } from './endpoint-variants';
import type { ServedModel } from './served-model';
import { variantDimensions } from './service-metrics';

export interface EndpointAlarmSpec {
  readonly model: ServedModel;
  /** Default: the variant of the endpoint's own model. */
  readonly variantName?: string;
  /** An asynchronous endpoint does not publish how many requests it got. */
  readonly asynchronous?: object;
  /** Whether the container publishes what the runtime does: rows answered, classes, fallbacks. */
  readonly publishesPredictions?: boolean;
  readonly endpointName: string;
  readonly latencyLimitMilliseconds: number;
  readonly expectedRequestsPerMinute?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

interface AlarmNaming {
  /** Construct id of an alarm. Default: what it is called. */
  readonly id?: (alarm: string) => string;
  /** What SageMaker's metrics are of, in descriptions. Default: the new release. */
  readonly subject?: string;
}

/** The alarms that roll a new fleet back; they watch that fleet only. */
export function decideEndpointAlarms(
  spec: EndpointAlarmSpec,
  rollout: RolloutSpec,
  release: string,
): PlannedResource[] {
  const id = (alarm: string) => variantId(alarm, spec.variantName ?? VARIANT_NAME);
  return decideAlarmsOn(endpointMetrics(spec), spec, rollout, release, { id });
}

/** The alarms that roll a release back, on what SageMaker publishes of it and on what its containers do. */
export function decideAlarmsOn(
  metrics: ServiceMetrics,
  spec: EndpointAlarmSpec,
  rollout: RolloutSpec,
  release: string,
  { id = (alarm: string) => alarm, subject }: AlarmNaming = {},
): PlannedResource[] {
  const { manifest, digest } = spec.model;
  const periodSeconds = bakePeriodSeconds(rollout.bakeMinutes);
  const published = {
    [Dimensions.ENDPOINT]: spec.endpointName,
    [Dimensions.MODEL]: digest,
    [Dimensions.RELEASE]: release,
  };
  const alarms = serviceAlarms(metrics, { ...spec, id, subject, periodSeconds });
  if (spec.publishesPredictions === false) return alarms;
  if (manifest.fallback !== undefined) {
    alarms.push(fallbackAlarm(id('FallbackAlarm'), published, metrics, periodSeconds));
  }
  if (manifest.classes === undefined || manifest.heldOut?.predictedRates === undefined) return alarms;
  return [
    ...alarms,
    predictionShiftAlarm({
      id: id('PredictionShiftAlarm'),
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
export function endpointMetrics({
  endpointName,
  variantName,
  asynchronous,
}: Pick<EndpointAlarmSpec, 'endpointName' | 'variantName' | 'asynchronous'>): ServiceMetrics {
  const release = { EndpointConfigName: ref('Config', 'EndpointConfigName') };
  return publishedMetrics({ ...variantDimensions(endpointName, variantName), ...release }, asynchronous);
}

/** What SageMaker publishes under these dimensions. */
export function publishedMetrics(dimensions: Readonly<Record<string, string>>, asynchronous?: object): ServiceMetrics {
  const latency = { namespace: 'AWS/SageMaker', name: 'ModelLatency', dimensions };
  return {
    requests:
      asynchronous === undefined
        ? { namespace: 'AWS/SageMaker', name: 'Invocations', dimensions }
        : { ...latency, statistic: 'SampleCount' },
    errors: { namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', dimensions },
    latency,
    unitsPerMillisecond: 1000,
  };
}

/** SageMaker: ten alarms a deployment. */
const MAX_ALARMS = 10;

/** `others` are alarms beside these on the same deployment. */
export function checkAlarmCount(alarms: readonly PlannedResource[], others = 0): void {
  const count = alarms.length + others;
  if (count <= MAX_ALARMS) return;
  const rest = others === 0 ? '' : `, or take some of the ${others} that are there out of the deployment config`;
  throw new InferenceError(
    'AlarmsTooMany',
    `rollback alarms (${count}): at most ${MAX_ALARMS} on a deployment, and every variant has its own. serve fewer variants${rest}`,
  );
}
