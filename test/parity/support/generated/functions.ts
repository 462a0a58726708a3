import * as fc from 'fast-check';
import * as cdk from '../../../cdk/support/synth';
import * as cdktf from '../../../cdktf/support/synth';
import type { FunctionCase } from '../cases';
import { functionPropsOnCdk, functionPropsOnCdktf } from '../cases';
import { NETWORK, networkOnCdk } from '../network';
import type { Kind } from './kind';
import { functionRollouts } from './rollouts';
import type { ScalingSpec } from './scaling';
import { addOnCdk, addOnCdktf, bounds, scalings } from './scaling';
import { environments, localModels, modelOf, some, whole } from './values';

interface Spec {
  readonly model: string;
  readonly asked: Omit<FunctionCase, 'model'>;
  readonly scaling?: ScalingSpec;
  readonly isInVpc: boolean;
}

const originOf = (url: string) => new URL(url).origin;

const asked = some<Omit<FunctionCase, 'model'>>({
  architecture: fc.constantFrom('x86_64' as const, 'arm64' as const),
  memorySize: whole(128, 10_240),
  timeoutSeconds: whole(1, 900),
  environment: environments,
  rollout: functionRollouts,
  latencyLimitMilliseconds: whole(1, 60_000),
  expectedRequestsPerMinute: whole(1, 10_000),
  reservedConcurrency: whole(100, 200),
  provisionedConcurrency: whole(1, 50),
  functionUrl: fc.boolean(),
  ownLayer: fc.boolean(),
  imageUri: fc.constantFrom(cdk.IMAGE_URI),
  cors: fc.record(
    {
      allowedOrigins: fc.array(fc.webUrl({ withFragments: false }).map(originOf), { minLength: 1, maxLength: 3 }),
      allowedMethods: fc.uniqueArray(fc.constantFrom('GET', 'POST', '*'), { minLength: 1 }),
      maxAgeSeconds: whole(0, 86_400),
    },
    { requiredKeys: ['allowedOrigins'] },
  ),
});

/** Provisioned concurrency is declared or scales, not both; only a URL has pages that call it. */
const specs: fc.Arbitrary<Spec> = fc
  .record({
    model: localModels,
    isInVpc: fc.boolean(),
    asked,
    scaling: fc.option(scalings(0, ['utilization'], false), { nil: undefined, freq: 3 }),
  })
  .map(({ asked, ...rest }) => ({
    ...rest,
    asked: {
      ...asked,
      ...(rest.scaling === undefined ? {} : { provisionedConcurrency: undefined }),
      ...(asked.functionUrl === true ? {} : { cors: undefined }),
    },
  }));

/** A function of a model in a directory. */
export const functions: Kind<Spec> = {
  specs,
  cdk: (scope, spec) => {
    const network = spec.isInVpc ? networkOnCdk(scope) : {};
    const asked = functionPropsOnCdk(spec.asked);
    const made = cdk.newFunction(scope, { ...asked, ...network, model: modelOf(spec.model) });
    if (spec.scaling !== undefined) addOnCdk(made.autoScaleProvisionedConcurrency(bounds(spec.scaling)), spec.scaling);
  },
  cdktf: (scope, spec) => {
    const network = spec.isInVpc ? NETWORK : {};
    const asked = functionPropsOnCdktf(spec.asked);
    const made = cdktf.newFunction(scope, { ...asked, ...network, model: modelOf(spec.model) });
    if (spec.scaling !== undefined)
      addOnCdktf(made.autoScaleProvisionedConcurrency(bounds(spec.scaling)), spec.scaling);
  },
};
