import * as fc from 'fast-check';
import * as cdk from '../../../cdk/support/synth';
import * as cdktf from '../../../cdktf/support/synth';
import type { FunctionCase } from '../cases';
import { functionPropsOnCdk, functionPropsOnCdktf } from '../cases';
import type { Kind } from './kind';
import { functionRollouts } from './rollouts';
import type { ScalingSpec } from './scaling';
import { addOnCdk, addOnCdktf, bounds, scalings } from './scaling';
import { environments, localModels, modelOf, some, whole } from './values';

interface Spec {
  readonly model: string;
  readonly asked: Omit<FunctionCase, 'model'>;
  readonly scaling?: ScalingSpec;
}

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
});

/** Provisioned concurrency is declared or scales, not both. */
const specs: fc.Arbitrary<Spec> = fc
  .record({
    model: localModels,
    asked,
    scaling: fc.option(scalings(0, ['utilization'], false), { nil: undefined, freq: 3 }),
  })
  .map((spec) =>
    spec.scaling === undefined ? spec : { ...spec, asked: { ...spec.asked, provisionedConcurrency: undefined } },
  );

/** A function of a model in a directory. */
export const functions: Kind<Spec> = {
  specs,
  cdk: (scope, spec) => {
    const made = cdk.newFunction(scope, { ...functionPropsOnCdk(spec.asked), model: modelOf(spec.model) });
    if (spec.scaling !== undefined) addOnCdk(made.autoScaleProvisionedConcurrency(bounds(spec.scaling)), spec.scaling);
  },
  cdktf: (scope, spec) => {
    const made = cdktf.newFunction(scope, { ...functionPropsOnCdktf(spec.asked), model: modelOf(spec.model) });
    if (spec.scaling !== undefined)
      addOnCdktf(made.autoScaleProvisionedConcurrency(bounds(spec.scaling)), spec.scaling);
  },
};
