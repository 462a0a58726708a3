import { withAcceptance } from '../parity/support/models';
import { newEndpoint, newFunction, newStack, synth } from './support/synth';
import type { TerraformResource } from 'cdktf';

test.each([
  [undefined, undefined],
  [false, undefined],
  [true, true],
])('retainLogs %s: skip_destroy is %s on all logs', (retainLogs, expected) => {
  const stack = newStack();
  newFunction(stack, { model: withAcceptance(), retainLogs });
  const logs = Object.values(synth(stack).json.resource.aws_cloudwatch_log_group);
  expect(logs.map(({ skip_destroy: kept }) => kept)).toEqual(logs.map(() => expected));
  expect(logs.length).toBeGreaterThan(1);
});

test('an endpoint can be protected, and still tells of a rollback', () => {
  const stack = newStack();
  (newEndpoint(stack).node.findChild('Resource') as TerraformResource).addOverride('lifecycle.prevent_destroy', true);
  const [endpoint] = Object.values(synth(stack).json.resource.aws_sagemaker_endpoint);
  expect(endpoint.lifecycle).toEqual({ prevent_destroy: true, postcondition: [expect.anything()] });
});
