import type { BenchResult } from '@inference-constructs/core/out/model/bench';
import { measuredVariant } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { decideForecast } from '@inference-constructs/core/out/scaling/forecast/decide';
import { targetOf } from '@inference-constructs/core/out/scaling/measured-target';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';
import { decideRequestTracking } from '@inference-constructs/core/out/scaling/tracking';

const BENCH: BenchResult = {
  onnxruntime: '1.30.0',
  machine: 'a workstation',
  processors: 2,
  residentMib: 100,
  startMilliseconds: 300,
  requests: { rows: 1, p50Milliseconds: 2, p99Milliseconds: 4 },
  throughput: {
    concurrency: 16,
    requestsPerSecond: 813,
    p50Milliseconds: 20,
    p99Milliseconds: 40,
    residentMib: 120,
  },
};
const TOKEN = 'token';

interface Configured {
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

function spec(given: Partial<ScalingSpec> = {}): ScalingSpec {
  return {
    scaled: { kind: 'instances', endpointName: 'e', variantName: 'live' },
    minCapacity: 1,
    maxCapacity: 8,
    instanceType: 'ml.m5.large',
    bench: BENCH,
    path: 'Stack/Scaling',
    isUnresolved: (value) => value === TOKEN,
    ...given,
  };
}

describe('a target that nobody gives', () => {
  test('is half of what was measured', () => {
    expect(targetOf(spec(), 'Invocations', 'invocations', undefined)).toEqual({
      value: 24_400,
      notes: [
        'Invocations: a target of 24400 requests per minute for each instance, 0.5 of what bench.json has (813 requests per ' +
          'second, on a workstation with 2 processors; ml.m5.large has 2). measure on such an instance, or pass targetInvocationsPerMinute',
      ],
    });
    expect(targetOf(spec(), 'Concurrency', 'concurrency', undefined)).toEqual({
      value: 8,
      notes: [
        'Concurrency: a target of 8 requests at once for each instance, 0.5 of what bench.json has (the most answers from 16 ' +
          'requests at once, on a workstation with 2 processors; ml.m5.large has 2). measure on such an instance, or pass targetConcurrency',
      ],
    });
  });

  test.each([
    ['ml.m5.large', 8, 6100, 2],
    ['ml.m5.large', 64, 762, 1],
    ['ml.m5.4xlarge', 2, 24_400, 8],
  ])(
    'of %s, measured on %d processors, is %d a minute and %d at once',
    (instanceType, processors, requests, atOnce) => {
      const measured = spec({ instanceType, bench: { ...BENCH, processors } });
      expect(targetOf(measured, 'P', 'invocations', undefined).value).toBe(requests);
      expect(targetOf(measured, 'P', 'concurrency', undefined).value).toBe(atOnce);
    },
  );

  test.each<[Partial<ScalingSpec>, string]>([
    [{ bench: undefined }, 'no bench.json of the model tells one; "inference bench" writes it'],
    [
      { bench: { ...BENCH, throughput: undefined } },
      'bench.json has no throughput and processors; "inference bench" writes them',
    ],
    [
      { bench: { ...BENCH, processors: undefined } },
      'bench.json has no throughput and processors; "inference bench" writes them',
    ],
    [{ instanceType: undefined }, 'the processors of an instance are not known here'],
    [{ instanceType: TOKEN }, 'the processors of an instance are not known here'],
    [{ instanceType: 'ml.new.huge' }, 'the processors of an instance are not known here'],
    [{ instanceType: 'ml.g5.xlarge' }, 'bench.json was measured on processors, and ml.g5.xlarge has GPUs'],
    [{ scaled: { kind: 'copies', inferenceComponentName: 'c' } }, 'a copy has only a share of what was measured'],
  ])('is missing with %j', (given, why) => {
    const missing = (property: string) => new Error(`target (none): needed, because ${why}. pass ${property}`);
    const asked = spec(given);
    expect(() => targetOf(asked, 'P', 'invocations', undefined)).toThrow(missing('targetInvocationsPerMinute'));
    expect(() => targetOf(asked, 'P', 'concurrency', undefined)).toThrow(missing('targetConcurrency'));
    expect(targetOf(asked, 'P', 'invocations', 7)).toEqual({ value: 7, notes: [] });
  });

  test('is what the policy keeps, and what the traffic is compared with', () => {
    const { resources, notes } = decideRequestTracking(
      spec({ expectedRequestsPerMinute: 40_000 }),
      'Invocations',
      'invocations',
      undefined,
    );
    expect(resources[0].properties.TargetTrackingScalingPolicyConfiguration).toMatchObject({
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      TargetValue: 24_400,
    });
    expect(notes.map((note) => note.slice(0, 58))).toEqual([
      'Invocations: a target of 24400 requests per minute for eac',
      'Invocations: 40000 requests per minute ask for 2 instances',
    ]);
  });

  test('is that of a forecast, too', () => {
    const where = { partition: 'aws', region: 'us-east-1', account: '123456789012', path: 'Stack/Forecast' };
    const { resources, notes } = decideForecast({ scaling: spec(), ...where });
    const { Environment } = resources.find(({ id }) => id === 'Function')!.properties as unknown as Configured;
    expect(JSON.parse(Environment.Variables.INFERENCE_FORECAST)).toMatchObject({ targetPerMinute: 24_400 });
    expect(notes.join()).toMatch(/^Forecast: a target of 24400 requests per minute for each instance/);
    expect(() => decideForecast({ scaling: spec({ bench: undefined }), ...where })).toThrow(
      'pass targetInvocationsPerMinute',
    );
  });
});

describe('what was measured of a variant', () => {
  const other = { ...BENCH, machine: 'another' };
  const variants = [{ name: 'challenger', weight: 1, model: { bench: other } }];
  const declared = { model: { bench: BENCH }, variants, isUnresolved: () => false };

  test('is that of its own model', () => {
    expect(measuredVariant(declared)).toBe(BENCH);
    expect(measuredVariant(declared, 'challenger')).toBe(other);
    expect(measuredVariant({ ...declared, model: {} })).toBeUndefined();
  });

  test('says nothing where another container serves it', () => {
    expect(measuredVariant({ ...declared, publishesPredictions: false })).toBeUndefined();
  });
});
