import type { Given } from './support/scaling';
import { INSTANCES, broken, canary, functionTarget, onVariant, scheduled, steps } from './support/scaling';

test.each<[Given, string]>([
  [
    { target: { ResourceId: 'endpoint/e' } },
    '[scalable-target-names-nothing] Target: ResourceId ("endpoint/e"): must match ^endpoint/([^/]+)/variant/([^/]+)$ for ' +
      `${INSTANCES}. name what is to scale`,
  ],
  [
    { target: { ServiceNamespace: 'lambda' } },
    `[scalable-target-names-nothing] Target: ServiceNamespace ("lambda"): must be "sagemaker", the beginning of ${INSTANCES}. write that`,
  ],
  [
    { target: { ...functionTarget, ResourceId: 'function:f:$LATEST' } },
    '[scalable-target-names-nothing] Target: ResourceId ("function:f:$LATEST"): must name an alias or a version, because ' +
      '$LATEST has no provisioned concurrency. name the alias',
  ],
  [
    { target: onVariant('blue') },
    '[scalable-target-names-nothing] Target: ResourceId ("endpoint/@{Endpoint.EndpointName}/variant/blue"): must name a ' +
      'variant of Endpoint (live). name one that it has',
  ],
  [
    { endpoint: { EndpointName: 'e' }, target: { ResourceId: 'endpoint/e/variant/live' } },
    '[scalable-target-does-not-wait] Target: ResourceId ("endpoint/e/variant/live"): must be registered after Endpoint, ' +
      'which nothing makes it wait for. refer to the endpoint instead of writing its name, or add a dependency',
  ],
  [
    { target: { MinCapacity: 3 } },
    '[initial-count-outside-scaling] Target: InitialInstanceCount (2): outside of MinCapacity (3) and MaxCapacity (8). ' +
      'choose a count between them',
  ],
  [
    { target: { MinCapacity: '3', MaxCapacity: '8' } },
    '[initial-count-outside-scaling] Target: InitialInstanceCount (2): outside of MinCapacity (3) and MaxCapacity (8). ' +
      'choose a count between them',
  ],
  [
    { endpoint: { RetainAllVariantProperties: undefined } },
    '[scaled-variant-not-retained] Endpoint: RetainAllVariantProperties (not set): needed while its instances scale, or ' +
      'each deployment sets the fleet back to the count that is declared. set it; the Terraform provider has no argument ' +
      'for it, so declare there what the peak needs',
  ],
  [
    { endpoint: { ...canary, RetainAllVariantProperties: 'true' }, target: { MinCapacity: '1' } },
    '[canary-on-one-instance] Target: MinCapacity (1): at least 2 for the canary of Endpoint, which is deployed to as many ' +
      'instances as there are. set 2, or deploy all at once',
  ],
  [
    { endpoint: canary, target: { MinCapacity: 1 } },
    '[canary-on-one-instance] Target: MinCapacity (1): at least 2 for the canary of Endpoint, which is deployed to as many ' +
      'instances as there are. set 2, or deploy all at once',
  ],
  [
    { endpoint: canary, target: scheduled({ ScalableTargetAction: { MinCapacity: 1 } }) },
    '[canary-on-one-instance] Target: scheduled action night: MinCapacity (1): at least 2 for the canary of Endpoint, which ' +
      'is deployed to as many instances as there are. set 2, or deploy all at once',
  ],
  [
    {
      target: { ScalableDimension: 'sagemaker:variant:DesiredProvisionedConcurrency', MaxCapacity: 30 },
      variant: { InstanceType: undefined, InitialInstanceCount: undefined, ServerlessConfig: { MaxConcurrency: 20 } },
    },
    '[provisioned-above-concurrency] Target: MaxCapacity (30): at most MaxConcurrency (20) of the variant. lower it, or ' +
      'allow more requests at a time',
  ],
])('%j breaks one', (given, message) => {
  expect(broken(given)).toEqual([message]);
});

test('a real-time variant that holds a model does not scale to zero', () => {
  expect(broken({ target: { MinCapacity: 0 }, policy: steps([0, undefined]) })).toEqual([
    '[scale-to-zero-unsupported] Target: MinCapacity (0): at least 1, because the endpoint is neither asynchronous nor ' +
      'made of inference components. set 1, or serve the model in one of those ways',
  ]);
});
