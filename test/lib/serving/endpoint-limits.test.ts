import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';
import { MIB, asynchronous, data, endpoint, wide } from './support/kinds';

test.each<[string, () => unknown, string]>([
  ['an endpoint', () => endpoint({ model: wide }), 'an endpoint that answers at once takes'],
  ['a shadow', () => endpoint({ shadow: { ...data, model: wide } }), 'an endpoint that answers at once takes'],
  [
    'an asynchronous endpoint',
    () => endpoint({ model: wide, asynchronous: { ...asynchronous, maxPayloadBytes: 10 * MIB } }),
    'this asynchronous endpoint takes',
  ],
])('%s refuses a model whose row does not fit into a request', (_, make, message) => {
  expect(make).toThrow(message);
});

test('an asynchronous endpoint takes rows that others do not', () => {
  expect(() => endpoint({ model: wide, asynchronous })).not.toThrow();
});

test.each<[string, Partial<EndpointSpec>, string]>([
  [
    'no subnet',
    { network: { subnetIds: [], securityGroupIds: ['sg-1'] } },
    'subnets (0): from 1 to 16 in the VPC of an endpoint. name at least one',
  ],
  [
    'six security groups',
    { network: { subnetIds: ['subnet-1'], securityGroupIds: Array.from({ length: 6 }, (_, i) => `sg-${i}`) } },
    'security groups (6): from 1 to 5 in the VPC of an endpoint. name fewer',
  ],
])('a network with %s is refused', (_, spec, message) => {
  expect(() => endpoint(spec)).toThrow(new Error(message));
});
