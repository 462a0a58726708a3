import { endpointUpdate, stepText } from '@inference-constructs/core/out/rollout/endpoint-update';

const AT_ONCE = { strategy: 'all-at-once', bakeSeconds: 0, terminationSeconds: 0, isGuarded: false };

test.each<[string, unknown, object]>([
  ['none', undefined, AT_ONCE],
  [
    'a canary, its numbers as text',
    {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          CanarySize: { Type: 'CAPACITY_PERCENT', Value: '10' },
          WaitIntervalInSeconds: '600',
        },
        TerminationWaitInSeconds: '60',
        MaximumExecutionTimeoutInSeconds: '3000',
      },
    },
    {
      strategy: 'canary',
      size: { unit: 'percent', value: 10 },
      bakeSeconds: 600,
      terminationSeconds: 60,
      timeoutSeconds: 3000,
      isGuarded: true,
    },
  ],
  [
    'batches of copies',
    { RollingUpdatePolicy: { MaximumBatchSize: { Type: 'COPY_COUNT', Value: 1 }, WaitIntervalInSeconds: 60 } },
    {
      strategy: 'rolling',
      size: { unit: 'copies', value: 1 },
      bakeSeconds: 60,
      terminationSeconds: 0,
      isGuarded: true,
    },
  ],
  [
    'batches of a kind that is not known',
    { RollingUpdatePolicy: { MaximumBatchSize: { Type: { Ref: 'Kind' }, Value: 1 } } },
    { strategy: 'rolling', bakeSeconds: 0, terminationSeconds: 0, isGuarded: true },
  ],
  ['a policy that is left out', { RollingUpdatePolicy: { Ref: 'AWS::NoValue' } }, AT_ONCE],
  ['a policy that may be there', { RollingUpdatePolicy: { 'Fn::If': ['IsProd', {}, {}] } }, AT_ONCE],
  ['what is not known', { Ref: 'Config' }, AT_ONCE],
])('a deployment configuration: %s', (_, declared, update) => {
  expect(endpointUpdate(declared)).toEqual(update);
});

test.each([
  [undefined, 'unknown size'],
  [{ unit: 'percent', value: 10 }, '10 %'],
  [{ unit: 'instances', value: 1 }, '1 instance'],
  [{ unit: 'copies', value: 2 }, '2 copies'],
] as const)('a step of %j is %s', (size, text) => {
  expect(stepText(size)).toBe(text);
});
