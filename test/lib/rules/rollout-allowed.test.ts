import { UNKNOWN } from './support/broken';
import {
  AT_ONCE,
  NO_VALUE,
  VARIANT,
  alarmed,
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
  serverless,
  timeout,
} from './support/rollout';

const AT_ONCE_ROUTING = { Type: 'ALL_AT_ONCE' };
const policies = (unknown: unknown) => ({ BlueGreenUpdatePolicy: unknown, RollingUpdatePolicy: unknown });
const routed = (unknown: unknown) => ({ TrafficRoutingConfiguration: unknown });
const shaped = (ServerlessConfig: unknown) => [{ ...VARIANT, ServerlessConfig }];
const OTHER = { ...VARIANT, VariantName: 'other' };
const oneOf = (first: unknown, second: unknown = NO_VALUE) => ({ 'Fn::If': ['IsProd', first, second] });

test.each([
  ['a canary', endpoint(canary(50, timeout(3000)))],
  ['a linear rollout', endpoint(linear(10, timeout(6001)))],
  ['a rolling one', endpoint(rolling(5, timeout(12_001)))],
  ['one in as many batches as there are instances', endpoint(rolling(5, timeout(1201)))],
  [
    'all at once on one instance',
    endpoint(blueGreen({ Type: 'ALL_AT_ONCE' }), [{ ...VARIANT, InitialInstanceCount: 1 }]),
  ],
  [
    'all at once on Inf1',
    endpoint(blueGreen({ Type: 'ALL_AT_ONCE' }), [{ ...VARIANT, InstanceType: 'ml.inf1.xlarge' }]),
  ],
  [
    'a share by number of instances',
    endpoint(blueGreen({ Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } })),
  ],
  ['half of the instances', endpoint(canaryOf(2), fleet(5))],
  ['a tenth of the instances at a time', endpoint(linearOf(1), fleet(10))],
  ['a twentieth of the instances at a time', endpoint(rollingOf(1), fleet(20))],
  [
    'half of what the instances may scale to',
    scaling(endpoint(canaryOf(4), fleet(2)), { MinCapacity: 2, MaxCapacity: 8 }),
  ],
  [
    'instances of which nothing is known',
    scaling(endpoint(canaryOf(4), fleet(2)), { MinCapacity: 2, MaxCapacity: { Ref: 'Most' } }),
  ],
  ['more than half of an unknown fleet', endpoint(canaryOf(4), fleet({ Ref: 'Count' }))],
  ['an unknown number of instances', endpoint(canaryOf({ Ref: 'Count' }), fleet(2))],
  ['what is not known', endpoint(canary({ Ref: 'Percent' }, timeout({ Ref: 'Timeout' })))],
  ['no configuration', endpoint(undefined as never)],
  ['a variant without a serverless shape', endpoint(canary(), [{ ...VARIANT, ServerlessConfig: NO_VALUE }])],
  ['a policy beside one that is left out', endpoint({ ...canary(), RollingUpdatePolicy: NO_VALUE }, [VARIANT, OTHER])],
  ['a size beside one that is left out', endpoint(blueGreen({ ...AT_ONCE_ROUTING, CanarySize: NO_VALUE }))],
  ['batches of a variant beside one that may be', endpoint(rolling(50), [VARIANT, oneOf(OTHER)])],
  ['a choice of configurations', endpoint(oneOf(canary()), serverless)],
  [
    'a choice of policies',
    endpoint({
      BlueGreenUpdatePolicy: oneOf(canary().BlueGreenUpdatePolicy),
      RollingUpdatePolicy: oneOf(NO_VALUE, rolling(50).RollingUpdatePolicy),
    }),
  ],
  ['variants that a condition chooses', endpoint(rolling(50), oneOf([VARIANT], [OTHER]) as never)],
  ...UNKNOWN.flatMap((unknown): [string, Record<string, unknown>][] => [
    [`a configuration of ${JSON.stringify(unknown)}`, endpoint(unknown, serverless)],
    [`policies of ${JSON.stringify(unknown)}`, endpoint(policies(unknown), [VARIANT, OTHER])],
    [`batches of ${JSON.stringify(unknown)}`, endpoint({ ...canary(), RollingUpdatePolicy: unknown })],
    [`a serverless shape of ${JSON.stringify(unknown)}`, endpoint(canary(), shaped(unknown))],
    [`a serverless shape of ${JSON.stringify(unknown)}, at once`, endpoint(alarmed(AT_ONCE), shaped(unknown))],
    [`routing of ${JSON.stringify(unknown)}`, endpoint({ BlueGreenUpdatePolicy: routed(unknown) })],
    [`a type of ${JSON.stringify(unknown)}`, endpoint(blueGreen({ Type: unknown, CanarySize: percent(10) }))],
    [`a size of ${JSON.stringify(unknown)}`, endpoint(blueGreen({ Type: 'CANARY', CanarySize: unknown }))],
    [
      `another size of ${JSON.stringify(unknown)}`,
      endpoint(blueGreen({ ...AT_ONCE_ROUTING, LinearStepSize: unknown })),
    ],
  ]),
])('%s breaks no rule', (_, resources) => {
  expect(broken(resources)).toEqual([]);
});
