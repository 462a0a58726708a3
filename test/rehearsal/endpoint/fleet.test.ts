import type { DeclaredEndpoint } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import { FleetCapacity } from '@inference-constructs/rehearsal/fleet/capacity';
import type { FleetPlan, VariantPlan } from '@inference-constructs/rehearsal/fleet/fleet-plan';
import { FleetQueue } from '@inference-constructs/rehearsal/fleet/queue';
import { FleetRelease } from '@inference-constructs/rehearsal/fleet/fleet-release';
import { whyRefused } from '@inference-constructs/rehearsal/fleet/refusals';
import { withRetained } from '@inference-constructs/rehearsal/fleet/retained';
import type { Invocation } from '@inference-constructs/rehearsal/invoker/invoker';
import { MemoryMetricStore } from '@inference-constructs/rehearsal/metrics/memory-metric-store';
import { statisticOf } from '@inference-constructs/rehearsal/metrics/statistics';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';

const fleet = (...variants: Partial<VariantPlan>[]): FleetPlan =>
  ({ endpointName: 'e', configName: 'c', region: 'r', shadows: [], variants }) as unknown as FleetPlan;
const endpoint = (properties: object, more: object = {}): DeclaredEndpoint =>
  ({ properties, variants: [], ...more }) as unknown as DeclaredEndpoint;

describe('capacity', () => {
  test.each([
    [0.1, 2, 1],
    [0.5, 2, 1],
    [1, 2, 2],
    [0.1, 20, 2],
    [0.15, 20, 3],
    [0, 2, 0],
  ])('a share of %d of %i instances is %i', (share, size, instances) => {
    expect(new FleetCapacity(size).instances(0, share)).toBe(instances);
  });

  test('while instances are gone, those that are left take over', () => {
    const capacity = new FleetCapacity(3, { instances: 1, from: 5, minutes: 2 });
    expect([4, 5, 6, 7].map((minute) => capacity.instances(minute, 1))).toEqual([3, 2, 2, 3]);
    expect(capacity.instances(5, 0.3)).toBe(1);
  });
});

describe('what UpdateEndpoint takes over', () => {
  const old = fleet({ name: 'live', instances: 7, weight: 3 });
  const young = fleet({ name: 'live', instances: 2, weight: 1 }, { name: 'new', instances: 4, weight: 1 });

  test.each<[object, object[]]>([
    [{}, [{ instances: 2, weight: 1 }, { instances: 4 }]],
    [{ RetainAllVariantProperties: true }, [{ instances: 7, weight: 3 }, { instances: 4 }]],
    [
      {
        RetainAllVariantProperties: true,
        ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredInstanceCount' }],
      },
      [{ instances: 2, weight: 3 }, { instances: 4 }],
    ],
  ])('with %j', (properties, variants) => {
    expect(withRetained(young, old, endpoint(properties)).variants).toMatchObject(variants);
  });
});

describe('what SageMaker refuses', () => {
  const old = fleet({ name: 'live', instanceType: 'ml.g4dn.xlarge' });

  test('a variant that is called otherwise, under guardrails', () => {
    const renamed = fleet({ name: 'production', instanceType: 'ml.g4dn.xlarge' });
    expect(whyRefused(endpoint({}, { deployment: {} }), old, renamed)).toBe(
      'UpdateEndpoint is refused: with guardrails the variants must keep their names, and live is gone',
    );
    expect(whyRefused(endpoint({}), old, renamed)).toBeUndefined();
  });

  test('another instance type of a variant that is scaled', () => {
    const scaled = endpoint({}, { variants: [{ name: 'live', scaling: [{}] }] });
    const other = fleet({ name: 'live', instanceType: 'ml.g5.xlarge' });
    expect(whyRefused(scaled, old, other)).toBe(
      'UpdateEndpoint is refused: variant live is scaled, so its instance type (ml.g4dn.xlarge) cannot become ml.g5.xlarge ' +
        'before its scalable target is gone',
    );
    expect(whyRefused(scaled, old, old)).toBeUndefined();
  });
});

describe('what SageMaker publishes', () => {
  const invoked = { endpointName: 'e', variantName: 'live', configName: 'config-2' };

  async function published(invocation: Partial<Invocation>, requests: number, weight: number) {
    const store = new MemoryMetricStore();
    const release = new FleetRelease({
      name: { number: '2', description: '' },
      invoked,
      running: {
        substitutions: [],
        invoke: async () => ({ status: 200, durationMilliseconds: 8, lines: [], ...invocation }),
        crash: async () => undefined,
        stop: async () => undefined,
      },
      parallel: 1,
      capacity: new FleetCapacity(2),
      queue: new FleetQueue(seededRandom(1), 'LEAST_OUTSTANDING_REQUESTS'),
      unresolved: [],
    });
    const answers = await release.answer(
      0,
      Array.from({ length: requests }, () => ({ body: {} })),
      weight,
    );
    for (const answer of answers) release.publish(store, 0, weight, answer);
    release.publishMinute(store, 0);
    return (name: string, statistic: string, dimensions: object = {}): number | undefined => {
      const metric = {
        namespace: 'AWS/SageMaker',
        name,
        dimensions: { EndpointName: 'e', VariantName: 'live', ...dimensions },
      };
      const samples = store.samples(metric, 0, 1);
      return samples.length === 0 ? undefined : statisticOf(statistic)?.(samples);
    };
  }

  test('of the variant, and of the variant of this configuration', async () => {
    const of = await published({}, 60, 2);
    for (const dimensions of [{}, { EndpointConfigName: 'config-2' }]) {
      expect(of('Invocations', 'Sum', dimensions)).toBe(120);
      expect(of('InvocationsPerInstance', 'Sum', dimensions)).toBe(60);
      expect(of('Invocation5XXErrors', 'Average', dimensions)).toBe(0);
      expect(of('ConcurrentRequestsPerModel', 'SampleCount', dimensions)).toBe(6);
    }
    expect(of('Invocations', 'Sum', { EndpointConfigName: 'config-1' })).toBeUndefined();
  });

  test('latency in microseconds, with what a request waits', async () => {
    const of = await published({}, 60, 1);
    expect(of('ModelLatency', 'Minimum')).toBe(8000);
    expect(of('OverheadLatency', 'Average')).toBe(5000);
  });

  test.each<[string, Partial<Invocation>, number, number, number]>([
    ['an answer', {}, 0, 0, 0],
    ['a fault of the client', { status: 400 }, 1, 0, 1],
    ['a fault of the container', { status: 500, error: { type: 'X', message: 'y' } }, 0, 1, 1],
  ])('%s counts 0 or 1', async (_, invocation, client, server, model) => {
    const of = await published(invocation, 4, 1);
    expect(of('Invocation4XXErrors', 'Average')).toBe(client);
    expect(of('Invocation5XXErrors', 'Average')).toBe(server);
    expect(of('InvocationModelErrors', 'Average')).toBe(model);
  });

  test('what would come after 60 seconds is an error', async () => {
    const of = await published({ durationMilliseconds: 50_000 }, 60, 1);
    expect(of('Invocation5XXErrors', 'Average')).toBeGreaterThan(0.9);
    expect(of('ModelLatency', 'Maximum')).toBe(60_000_000);
  });
});

test('a container whose /ping fails is replaced, once a minute at most', async () => {
  let crashes = 0;
  const release = new FleetRelease({
    name: { number: '2', description: '' },
    invoked: { endpointName: 'e', variantName: 'live', configName: 'c' },
    running: {
      substitutions: [],
      invoke: async () => ({ status: 200, durationMilliseconds: 1, lines: [] }),
      crash: async () => void crashes++,
      stop: async () => undefined,
    },
    ping: async () => (crashes === 0 ? 'no answer within 2 s' : undefined),
    parallel: 1,
    capacity: new FleetCapacity(1),
    queue: new FleetQueue(seededRandom(1), 'RANDOM'),
    unresolved: [],
  });
  for (const minute of [0, 1]) await release.answer(minute, [{ body: {} }, { body: {} }], 1);
  expect(crashes).toBe(1);
});
