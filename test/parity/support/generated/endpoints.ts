import * as fc from 'fast-check';
import { Duration, TimeZone } from 'aws-cdk-lib/core';
import * as onCdk from '@inference-constructs/cdk';
import * as onCdktf from '@inference-constructs/cdktf';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import * as cdk from '../../../cdk/support/synth';
import * as cdktf from '../../../cdktf/support/synth';
import type { InstancesAsked } from '../cases';
import { endpointPropsOnCdk, endpointPropsOnCdktf } from '../cases';
import { NETWORK, networkOnCdk } from '../network';
import type { Kind } from './kind';
import { endpointRollouts, isAwaited, variantRollouts } from './rollouts';
import type { ScalingSpec } from './scaling';
import { addOnCdk, addOnCdktf, bounds, scalings } from './scaling';
import { environments, instances, models, modelOf, some, whole } from './values';

interface Options extends Required<Omit<InstancesAsked, 'volumeSizeGib'>> {
  readonly environment: Record<string, string>;
  readonly latencyLimitMilliseconds: number;
  readonly expectedRequestsPerMinute: number;
  readonly instanceType: string;
  readonly networkIsolation: boolean;
}

interface Other {
  readonly model: string;
  readonly count: number;
  readonly share: number;
}

interface Spec {
  readonly model: string;
  readonly asked: Partial<Options>;
  readonly instanceCount: number;
  readonly rollout?: RolloutSpec;
  readonly weight?: number;
  readonly variants?: readonly Other[];
  readonly shadow?: Other;
  readonly isInVpc: boolean;
  readonly scaling?: ScalingSpec;
  readonly forecastTarget?: number;
  /** Alarms on the endpoint that roll nothing back. */
  readonly watchSeconds?: number;
}

const optional = <T>(values: fc.Arbitrary<T>, freq = 3) => fc.option(values, { nil: undefined, freq });
const others: fc.Arbitrary<Other> = fc.record({ model: models, count: whole(2, 4), share: whole(1, 9) });
const common = {
  model: models,
  asked: some<Options>({
    environment: environments,
    latencyLimitMilliseconds: whole(1, 60_000),
    expectedRequestsPerMinute: whole(1, 10_000),
    instanceType: fc.constantFrom('ml.m5.large', 'ml.c7i.xlarge', 'ml.g6.xlarge'),
    networkIsolation: fc.boolean(),
    ...instances,
    routing: fc.constantFrom('RANDOM', 'LEAST_OUTSTANDING_REQUESTS'),
  }),
  instanceCount: whole(2, 9),
  isInVpc: fc.boolean(),
  watchSeconds: optional(whole(1, 60).map((minutes) => minutes * 60)),
};

const awaited = ({ instanceCount, rollout }: Spec) => isAwaited(instanceCount, rollout);
const alone: fc.Arbitrary<Spec> = fc.record({ ...common, rollout: optional(endpointRollouts, 1) }).filter(awaited);
const tested: fc.Arbitrary<Spec> = fc.record({
  ...common,
  rollout: optional(variantRollouts, 1),
  weight: optional(whole(1, 9)),
  variants: fc.array(others, { minLength: 1, maxLength: 2 }),
});
const shadowed: fc.Arbitrary<Spec> = fc.record({ ...common, rollout: optional(variantRollouts, 1), shadow: others });
const scaled: fc.Arbitrary<Spec> = fc
  .record({
    ...common,
    rollout: optional(endpointRollouts, 1),
    forecastTarget: optional(whole(1, 500)),
    scaling: scalings(2, ['invocations', 'concurrency', 'cpu', 'gpu', 'gpu-memory', 'memory', 'custom']),
  })
  .map((spec) => ({ ...spec, instanceCount: spec.scaling.min }))
  .filter(awaited);

const onBoth = ({ model, asked, instanceCount, weight, variants, shadow }: Spec) => ({
  ...asked,
  model: modelOf(model),
  instanceCount,
  weight,
  variants: variants?.map(({ model, count, share }, index) => ({
    name: `other-${index}`,
    model: modelOf(model),
    instanceCount: count,
    weight: share,
  })),
  shadow: shadow && {
    model: modelOf(shadow.model),
    instanceCount: shadow.count,
    samplingPercentage: 10 * shadow.share,
  },
});

/** A real-time endpoint: alone, an A/B test, with a shadow, or scaled. */
export const endpoints: Kind<Spec> = {
  specs: fc.oneof(alone, tested, shadowed, scaled),
  cdk: (scope, spec) => {
    const network = spec.isInVpc ? networkOnCdk(scope) : {};
    const asked = endpointPropsOnCdk({ ...onBoth(spec), rollout: spec.rollout });
    const endpoint = cdk.newEndpoint(scope, { ...asked, ...network });
    if (spec.watchSeconds !== undefined) {
      const window = Duration.seconds(spec.watchSeconds);
      const alarms = onCdk.EndpointAlarms.fromEndpoint(endpoint, { variantName: 'live' });
      alarms.errors(scope, 'Errors', { window });
      alarms.latency(scope, 'Latency', { window, limit: Duration.millis(spec.watchSeconds) });
    }
    if (spec.scaling === undefined) return;
    const scaling = endpoint.autoScaleInstanceCount(bounds(spec.scaling));
    addOnCdk(scaling, spec.scaling);
    if (spec.forecastTarget === undefined) return;
    const targetInvocationsPerMinute = spec.forecastTarget;
    const timeZone = TimeZone.of('Europe/Berlin');
    new onCdk.ForecastScaling(scope, 'Forecast', { scaling, targetInvocationsPerMinute, timeZone });
  },
  cdktf: (scope, spec) => {
    const network = spec.isInVpc ? NETWORK : {};
    const asked = endpointPropsOnCdktf({ ...onBoth(spec), rollout: spec.rollout });
    const endpoint = cdktf.newEndpoint(scope, { ...asked, ...network });
    if (spec.watchSeconds !== undefined) {
      const windowSeconds = spec.watchSeconds;
      const alarms = onCdktf.EndpointAlarms.fromEndpointName(endpoint.endpointName, 'live');
      alarms.errors(scope, 'Errors', { windowSeconds });
      alarms.latency(scope, 'Latency', { windowSeconds, limitMilliseconds: windowSeconds });
    }
    if (spec.scaling === undefined) return;
    const scaling = endpoint.autoScaleInstanceCount(bounds(spec.scaling));
    addOnCdktf(scaling, spec.scaling);
    if (spec.forecastTarget === undefined) return;
    const targetInvocationsPerMinute = spec.forecastTarget;
    new onCdktf.ForecastScaling(scope, 'Forecast', { scaling, targetInvocationsPerMinute, timeZone: 'Europe/Berlin' });
  },
};
