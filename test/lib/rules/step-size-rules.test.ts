import {
  NO_VALUE,
  VARIANT,
  blueGreen,
  broken,
  canary,
  canaryOf,
  endpoint,
  fleet,
  linear,
  linearOf,
  percent,
  rolling,
  rollingOf,
  scaling,
} from './support/rollout';

test.each([
  [
    endpoint(canary(51)),
    '[step-size-out-of-range] Endpoint: CanarySize (51 %): from 1 to 50 % of the capacity. choose a share in that range',
  ],
  [
    endpoint(linear('9')),
    '[step-size-out-of-range] Endpoint: LinearStepSize (9 %): from 10 to 50 % of the capacity. choose a share in that range',
  ],
  [
    endpoint(rolling(4)),
    '[step-size-out-of-range] Endpoint: MaximumBatchSize (4 %): from 5 to 50 % of the capacity. choose a share in that range',
  ],
  [
    endpoint(blueGreen({ Type: 'CANARY' })),
    '[routing-without-step-size] Endpoint: CanarySize (none): needed with type CANARY. say how much a step takes',
  ],
  [
    endpoint(blueGreen({ Type: 'CANARY', CanarySize: NO_VALUE })),
    '[routing-without-step-size] Endpoint: CanarySize (none): needed with type CANARY. say how much a step takes',
  ],
  [
    endpoint(blueGreen({ Type: 'ALL_AT_ONCE', LinearStepSize: percent(10) })),
    '[routing-without-step-size] Endpoint: LinearStepSize (with type ALL_AT_ONCE): only with type LINEAR. remove it, or change the type',
  ],
  [
    endpoint(canaryOf(3), fleet(4)),
    '[step-size-out-of-range] Endpoint: CanarySize (3 of 4 instances of variant live): from 1 to 50 % of the capacity, so from 1 to 2. choose a number in that range',
  ],
  [
    endpoint(linearOf('1'), fleet(20)),
    '[step-size-out-of-range] Endpoint: LinearStepSize (1 of 20 instances of variant live): from 10 to 50 % of the capacity, so from 2 to 10. choose a number in that range',
  ],
  [
    endpoint(rollingOf(2), fleet(3)),
    '[step-size-out-of-range] Endpoint: MaximumBatchSize (2 of 3 instances of variant live): from 5 to 50 % of the capacity, so from 1 to 1. choose a number in that range',
  ],
  [
    endpoint(canaryOf(3), [...fleet(6), { ...VARIANT, VariantName: 'other' }]),
    '[step-size-out-of-range] Endpoint: CanarySize (3 of 2 instances of variant other): from 1 to 50 % of the capacity, so from 1 to 1. choose a number in that range',
  ],
  [
    scaling(endpoint(canaryOf(5), fleet(2)), { MinCapacity: 2, MaxCapacity: 8 }),
    '[step-size-out-of-range] Endpoint: CanarySize (5 of 2 to 8 instances of variant live): from 1 to 50 % of the capacity, so from 1 to 4. choose a number in that range',
  ],
  [
    endpoint({ ...canary(), ...rolling(50) }),
    '[two-update-policies] Endpoint: DeploymentConfig (BlueGreenUpdatePolicy and RollingUpdatePolicy): only one of them. remove the other',
  ],
])('%# of an endpoint is found', (resources, message) => {
  expect(broken(resources)).toEqual([message]);
});
