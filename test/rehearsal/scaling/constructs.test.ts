import { scalingPair } from '../../parity/support/scaling-cases';
import type { ScalingInput } from '@inference-constructs/rehearsal/scaling/scaling-input';
import { readScaling } from '@inference-constructs/rehearsal/scaling/read-scaling';
import { simulateScaling } from '@inference-constructs/rehearsal/scaling/simulate';

const trace = (requests: number[]) => ({ requests, metrics: new Map<string, number[]>() });
const minutes = (count: number, requests: number) => new Array<number>(count).fill(requests);

function inputsOf(name: string): { cdk: ScalingInput; cdktf: ScalingInput } {
  const pair = scalingPair(name);
  const [cdk, cdktf] = [readScaling(pair.cdk), readScaling(pair.cdktf)];
  expect([cdk.notPlayed, cdktf.notPlayed]).toEqual([[], []]);
  return { cdk: cdk.inputs[0], cdktf: cdktf.inputs[0] };
}

test('both engines are played to the same capacities', () => {
  const { cdk, cdktf } = inputsOf('the instances of an asynchronous endpoint, to none and back');
  const options = { service: { isAsynchronous: true, requestsPerMinute: 60, provisioningSeconds: 300 } };
  const load = trace([...minutes(60, 0), ...minutes(60, 30), ...minutes(60, 0)]);
  const played = [cdk, cdktf].map((input) => simulateScaling(input, load, options).minutes);
  expect(played[0]).toEqual(played[1]);
});

test('an asynchronous endpoint goes to none and comes back for what waits', () => {
  const { cdk } = inputsOf('the instances of an asynchronous endpoint, to none and back');
  const options = { service: { isAsynchronous: true, requestsPerMinute: 60, provisioningSeconds: 300 } };
  const load = trace([...minutes(60, 0), ...minutes(120, 30), ...minutes(60, 0)]);
  const { minutes: played, unservedRequests } = simulateScaling(cdk, load, options);
  expect(played[59].capacity).toBe(0);
  expect(Math.max(...played.map(({ capacity }) => capacity))).toBeGreaterThan(0);
  expect(played[239]).toMatchObject({ capacity: 0, backlog: 0 });
  expect(unservedRequests).toBe(0);
});

test.each([60, 300, 600])(
  'a load that grows threefold is under-provisioned as long as synth says, with %d s to start an instance',
  (provisioningSeconds) => {
    const { cdk } = inputsOf('the instances of an endpoint, on what SageMaker publishes');
    const onInvocations = cdk.policies.filter(({ path }) => path.endsWith('Invocations'));
    const load = trace([...minutes(30, 450), ...minutes(60, 1350)]);
    const service = { provisioningSeconds, requestsPerMinute: 200 };
    const target = { ...cdk.target, initialCapacity: 3 };
    const { underProvisionedMinutes } = simulateScaling({ ...cdk, target, policies: onInvocations }, load, { service });
    expect(underProvisionedMinutes).toBe(4 + provisioningSeconds / 60);
  },
);
