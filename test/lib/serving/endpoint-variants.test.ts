import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { data, endpoint, named } from './support/kinds';

describe('variants', () => {
  const challenger = { name: 'challenger', ...data, modelDataArn: 'arn:aws:s3:::bucket/other', weight: 1 };
  const { resources, notes } = endpoint({ weight: 3, variants: [challenger], expectedRequestsPerMinute: 60 });

  test('share the traffic by weight', () => {
    const variants = named(resources, 'Config').ProductionVariants as Properties[];
    expect(variants.map(({ VariantName, InitialVariantWeight }) => [VariantName, InitialVariantWeight])).toEqual([
      ['live', 3],
      ['challenger', 1],
    ]);
  });

  test('have rollback alarms of their own', () => {
    const alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
    expect(alarms.map(({ id }) => id)).toEqual([
      'ErrorsAlarm',
      'LatencyAlarm',
      'PredictionShiftAlarm',
      'ErrorsAlarm-challenger',
      'LatencyAlarm-challenger',
      'PredictionShiftAlarm-challenger',
    ]);
    expect(JSON.stringify(alarms[3].properties)).toContain('"challenger"');
  });

  test('count in the power of the canary by their share', () => {
    expect(notes[0]).toMatch(/^at 45 requests per minute/);
  });

  test('may all be fetched', () => {
    expect(JSON.stringify(named(resources, 'RolePolicy'))).toContain(
      '["arn:aws:s3:::bucket/key","arn:aws:s3:::bucket/other"]',
    );
  });

  test.each<[string, Partial<EndpointSpec>, string]>([
    [
      'twice the same name',
      { variants: [challenger, challenger] },
      'variant name ("challenger"): names one variant only, and "live" is that of the endpoint\'s own model. choose another name',
    ],
    [
      'a name that SageMaker refuses',
      { variants: [{ ...challenger, name: 'a_b' }] },
      'variant name ("a_b"): at most 63 letters, digits and hyphens. write for example "challenger"',
    ],
    [
      'no traffic at all',
      { weight: 0, variants: [{ ...challenger, weight: 0 }] },
      'weight (0): a number of at least 0, and above 0 for one variant at least. traffic is split by weight over the sum of weights',
    ],
    [
      'more alarms than a deployment takes',
      { variants: ['a', 'b', 'c'].map((name) => ({ ...challenger, name })) },
      'rollback alarms (12): at most 10 on a deployment, and every variant has its own. serve fewer variants',
    ],
  ])('refuse %s', (_, spec, message) => {
    expect(() => endpoint(spec)).toThrow(new Error(message));
  });
});
