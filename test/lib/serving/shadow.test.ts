import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import { declaresWeights, scalableVariant } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import type { ShadowSpec } from '@inference-constructs/core/out/serving/endpoint-shadow';
import type { PlannedResource, Properties } from '@inference-constructs/core/out/plan/plan';
import { ref } from '@inference-constructs/core/out/plan/plan';

const models = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models');
const [live, candidate] = ['v1', 'v2'].map((version) => {
  const key = `models/${version}.tar.gz`;
  return {
    model: loadedPackage(ModelPackage.fromDirectory(join(models, version))),
    modelDataUrl: `s3://bucket/${key}`,
    modelDataArn: `arn:aws:s3:::bucket/${key}`,
  };
});
const TOKEN = 'TOKEN' as never;

/** An endpoint with a shadow. */
function decided(shadow: Partial<ShadowSpec> = {}, spec: Partial<EndpointSpec> = {}) {
  return decideEndpoint({
    endpointName: 'diagnosis',
    image: 'image',
    imageRepositoryArn: 'repository',
    partition: 'aws',
    region: 'us-east-1',
    account: '123456789012',
    isUnresolved: (value) => value === TOKEN,
    ...live,
    shadow: { ...candidate, ...shadow },
    ...spec,
  });
}
const named = (resources: readonly PlannedResource[], id: string) =>
  resources.find((each) => each.id === id)!.properties;
const environment = (resources: readonly PlannedResource[], id: string) =>
  (named(resources, id).PrimaryContainer as { Environment: Properties }).Environment;

test('is a variant beside that of production, with a model of its own', () => {
  const { resources } = decided({ samplingPercentage: 25, instanceType: 'ml.c7i.xlarge', instanceCount: 1 });
  const { ProductionVariants, ShadowProductionVariants } = named(resources, 'Config');
  expect(ProductionVariants).toHaveLength(1);
  expect(ShadowProductionVariants).toEqual([
    {
      VariantName: 'shadow',
      ModelName: ref('Model-shadow', 'ModelName'),
      InstanceType: 'ml.c7i.xlarge',
      InitialInstanceCount: 1,
      InitialVariantWeight: 0.25,
    },
  ]);
  expect(named(resources, 'Model-shadow').PrimaryContainer).toMatchObject({
    ModelDataUrl: 's3://bucket/models/v2.tar.gz',
  });
});

test('is of the size of the endpoint, and gets all requests, by default', () => {
  const { resources } = decided({}, { instanceType: 'ml.c7i.2xlarge', instanceCount: 5 });
  expect(named(resources, 'Config').ShadowProductionVariants).toMatchObject([
    { InstanceType: 'ml.c7i.2xlarge', InitialInstanceCount: 5, InitialVariantWeight: 1 },
  ]);
});

test.each([
  [25, 1, 0.25],
  [100, 3, 3],
  [12.5, 4, 0.5],
])('samples %d %% beside a weight of %d with a weight of %d', (samplingPercentage, weight, expected) => {
  const { resources } = decided({ samplingPercentage }, { weight });
  expect(named(resources, 'Config').ShadowProductionVariants).toMatchObject([{ InitialVariantWeight: expected }]);
});

test('may be fetched by the role of the endpoint', () => {
  expect(JSON.stringify(named(decided().resources, 'RolePolicy'))).toContain('arn:aws:s3:::bucket/models/v2.tar.gz');
});

test('makes another release, with a policy of its own', () => {
  const policy = (shadow?: Partial<ShadowSpec>, spec = {}) =>
    named(decided(shadow, spec).resources, 'RolePolicy').PolicyName;
  const names = [policy({}), policy({ instanceType: 'ml.c7i.xlarge' }), policy({}, { shadow: undefined })];
  expect(new Set(names).size).toBe(3);
});

test('has no alarms, and does not publish as the release that is watched', () => {
  const { resources } = decided(live);
  const alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
  expect(alarms.map(({ id }) => id)).toEqual(['ErrorsAlarm', 'LatencyAlarm', 'PredictionShiftAlarm']);
  const release = environment(resources, 'Model').INFERENCE_RELEASE as string;
  expect(environment(resources, 'Model-shadow').INFERENCE_RELEASE).toBe(`${release}-shadow`);
  expect(JSON.stringify(alarms)).toContain(`"${release}"`);
  expect(JSON.stringify(alarms)).not.toContain('-shadow');
});

test('says what it gets', () => {
  expect(decided({ name: 'next', samplingPercentage: 25 }).notes).toContain(
    'next: gets copies of 25 % of the requests; its answers are dropped, and no alarm rolls it back',
  );
});

test('says that a rolling rollout with it is not documented', () => {
  expect(decided({}, { rollout: { kind: 'rolling', percent: 50, bakeMinutes: 5 } }).notes).toContain(
    'rolling rollout (with a shadow): SageMaker rolls no endpoint of several variants, and whether a shadow counts is not documented. try it before you rely on it',
  );
});

test.each<[string, Partial<ShadowSpec>, Partial<EndpointSpec>, string]>([
  [
    'other variants',
    {},
    { variants: [{ ...candidate, name: 'challenger', weight: 1 }] },
    'variants (2): only one beside a shadow. leave out the other variants, or the shadow',
  ],
  [
    'no sample',
    { samplingPercentage: 0 },
    {},
    'sampling percentage (0): a number above 0 and up to 100, known at synth. write for example 25',
  ],
  [
    'more than all',
    { samplingPercentage: 101 },
    {},
    'sampling percentage (101): a number above 0 and up to 100, known at synth. write for example 25',
  ],
  [
    'a sample that is not known',
    { samplingPercentage: TOKEN },
    {},
    'sampling percentage (a token): a number above 0 and up to 100, known at synth. write for example 25',
  ],
  [
    'a weight that is not known',
    {},
    { weight: TOKEN },
    'weight (a token): a number above 0, known at synth, because that of the shadow is a share of it. leave it out',
  ],
  [
    'the name of production',
    { name: 'live' },
    {},
    'variant name ("live"): names one variant only, and "live" is that of the endpoint\'s own model. choose another name',
  ],
  [
    'a name with an underscore',
    { name: 'v_2' },
    {},
    'variant name ("v_2"): at most 63 letters, digits and hyphens. write for example "challenger"',
  ],
  [
    'no instance',
    { instanceCount: 0 },
    {},
    'instance count (0): a whole number of at least 1. choose 2 or more for a canary',
  ],
  [
    'Inf1 in a pool of the endpoint',
    {},
    { instancePools: [{ instanceType: 'ml.c5.xlarge' }, { instanceType: 'ml.inf1.xlarge' }] },
    'instance type (ml.inf1.xlarge): not with a shadow. choose a family other than inf1, or leave out the shadow',
  ],
  [
    'Inf1',
    { instanceType: 'ml.inf1.xlarge' },
    {},
    'instance type (ml.inf1.xlarge): not with a shadow. choose a family other than inf1, or leave out the shadow',
  ],
])('refuses %s', (_, shadow, spec, message) => {
  expect(() => decided(shadow, spec)).toThrow(new Error(message));
});

describe('scaling', () => {
  const declared = { shadow: {}, isUnresolved: () => false };

  test('is of production only', () => {
    expect(scalableVariant(declared).variantName).toBe('live');
    expect(() => scalableVariant(declared, 'shadow')).toThrow(
      new Error(
        'variant ("shadow"): a shadow, which is not scaled here. declare the instances that its share of the peak needs',
      ),
    );
  });

  test('keeps instances over a deployment, and not the sample', () => {
    expect(declaresWeights(declared)).toBe(true);
  });
});
