import type { Theirs } from './support/foreign-endpoint';
import { theirs, variant } from './support/foreign-endpoint';
import { newStack } from './support/synth';
import type { CfnEndpointConfigProps } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, Token } from 'aws-cdk-lib/core';
import type { EndpointRolloutProps } from '@inference-constructs/cdk';
import { EndpointRollout, Rollout } from '@inference-constructs/cdk';

function faultOf(fail: () => unknown): Error & { code?: string } {
  try {
    fail();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing failed');
}

describe('EndpointRollout', () => {
  test.each<[string, string, EndpointRolloutProps | undefined, Theirs]>([
    [
      'EndpointNameUnknown',
      'endpoint name (none): rollback alarms name the endpoint, and it names them, so the name cannot be one that is chosen at deployment. give the endpoint a name; or, to keep one that is deployed, pass the name that it has',
      undefined,
      { endpoint: { endpointName: undefined } },
    ],
    [
      'RolloutUnsuitable',
      'rollout (of "AllTraffic", which is serverless): a serverless endpoint moves all traffic at once, and no alarm rolls it back. choose an endpoint on instances',
      undefined,
      { variants: [variant('model', { serverlessConfig: { maxConcurrency: 1, memorySizeInMb: 2048 } })] },
    ],
    [
      'RolloutUnsuitable',
      'rollout (of "AllTraffic", which has no model): such a variant hosts inference components, and each of them is rolled out by itself. give the rollout to the components',
      undefined,
      { variants: [variant(undefined)] },
    ],
    [
      'CanaryNeedsInstances',
      'instance count (1): a canary needs at least 2 instances. set two or more, or choose an all-at-once rollout',
      undefined,
      { variants: [variant('model', { initialInstanceCount: 1 })] },
    ],
    [
      'CanaryPercentOutOfRange',
      'canary percent (60): at most 50 percent of the capacity on SageMaker. choose a smaller canary',
      { rollout: Rollout.canary({ percent: 60, bake: Duration.minutes(5) }) },
      {},
    ],
    [
      'AlarmsTooMany',
      'rollback alarms (12): at most 10 on a deployment, and every variant has its own. serve fewer variants',
      undefined,
      { variants: Array.from({ length: 6 }, (_, i) => variant('model', { variantName: `v${i}` })) },
    ],
    [
      'AlarmsTooMany',
      'rollback alarms (11): at most 10 on a deployment, and every variant has its own. serve fewer variants, or take some of the 9 that are there out of the deployment config',
      undefined,
      {
        endpoint: {
          deploymentConfig: {
            autoRollbackConfiguration: { alarms: Array.from({ length: 9 }, (_, i) => ({ alarmName: `mine-${i}` })) },
            blueGreenUpdatePolicy: { trafficRoutingConfiguration: { type: 'ALL_AT_ONCE' } },
          },
        },
      },
    ],
    [
      'VariantsUnknown',
      'production variants of Diagnosis/Config (a token): cannot be read at synth. write them out before the rollout is applied',
      undefined,
      { variants: Token.asAny({ Ref: 'Variants' }) as CfnEndpointConfigProps['productionVariants'] },
    ],
    [
      'DeploymentConfigUnknown',
      'deployment config (a token): its alarms cannot be read at synth, and would be lost. write it out, or leave it out',
      undefined,
      { endpoint: { deploymentConfig: Token.asAny({ Ref: 'Guardrails' }) as never } },
    ],
  ])('fails with %s', (code, message, props, made) => {
    const endpoint = theirs(newStack(), made);
    const fault = faultOf(() => endpoint.with(new EndpointRollout(props)));
    expect(fault.message).toBe(`Diagnosis/Foreign: ${message}`);
    expect(fault.code).toBe(code);
  });

  test('fails the second time', () => {
    const endpoint = theirs(newStack()).with(new EndpointRollout());
    expect(() => endpoint.with(new EndpointRollout())).toThrow(
      'Diagnosis/Foreign: rollout (a second one): the endpoint has one already. apply it once, with the options that are meant',
    );
  });
});
