import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import type { ComponentSpec } from '@inference-constructs/core/out/serving/component';
import { decideComponent } from '@inference-constructs/core/out/serving/component';
import type { ComponentEndpointSpec } from '@inference-constructs/core/out/serving/component-endpoint';
import { decideComponentEndpoint } from '@inference-constructs/core/out/serving/component-endpoint';

const GIB = 1024 ** 3;
const folder = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models', 'v1');
const model = loadedPackage(ModelPackage.fromDirectory(folder));
const bench = {
  onnxruntime: '1.30.0',
  machine: 'a laptop',
  residentMib: 1500,
  startMilliseconds: 10,
  requests: { rows: 1, p50Milliseconds: 1, p99Milliseconds: 1 },
};
const sized = (bytes: number) => ({ model: { ...model, bytes } });
const place = { partition: 'aws', region: 'us-east-1', account: '123456789012', isUnresolved: () => false };
const decideHost = (spec: Partial<ComponentEndpointSpec> = {}) =>
  decideComponentEndpoint({ ...place, endpointName: 'shared', ...spec });
const decide = (spec: Partial<ComponentSpec> = {}) =>
  decideComponent({
    ...place,
    model,
    modelDataUrl: 's3://bucket/key',
    modelDataArn: 'arn:aws:s3:::bucket/key',
    image: 'image',
    imageRepositoryArn: 'repository',
    componentName: 'diagnosis',
    endpointName: 'shared',
    endpointReference: 'shared',
    variantName: 'live',
    roleArn: 'arn:aws:iam::123456789012:role/shared',
    roleName: 'shared',
    instanceTypes: ['ml.c7i.large'],
    ...spec,
  });
const properties = (plan: ReturnType<typeof decide>, id = 'Resource') =>
  plan.resources.find((each) => each.id === id)!.properties as Record<string, Properties>;
const requirements = (spec: Partial<ComponentSpec>) =>
  properties(decide(spec)).Specification.ComputeResourceRequirements;
const variant = (spec: Partial<ComponentEndpointSpec>) =>
  (properties(decideHost(spec), 'Config').ProductionVariants as unknown as Properties[])[0];

describe('what a copy asks for', () => {
  test.each<[string, Partial<ComponentSpec>, object]>([
    [
      'a processor and the memory of its model',
      sized(GIB),
      { NumberOfCpuCoresRequired: 1, MinMemoryRequiredInMb: 3328 },
    ],
    [
      'no more memory than the instance has',
      sized(1.5 * GIB),
      { NumberOfCpuCoresRequired: 1, MinMemoryRequiredInMb: 1792 },
    ],
    [
      'what was measured of its model',
      { model: { ...sized(GIB).model, bench } },
      { NumberOfCpuCoresRequired: 1, MinMemoryRequiredInMb: 2250 },
    ],
    [
      'a GPU where there are some',
      { ...sized(GIB), instanceTypes: ['ml.g5.12xlarge'] },
      { NumberOfAcceleratorDevicesRequired: 1, MinMemoryRequiredInMb: 3328 },
    ],
    [
      'no GPU where it wants none',
      { ...sized(GIB), instanceTypes: ['ml.g5.12xlarge'], accelerators: 0 },
      { NumberOfCpuCoresRequired: 1, MinMemoryRequiredInMb: 3328 },
    ],
    [
      'what its author says',
      { instanceTypes: ['ml.g5.12xlarge'], accelerators: 2, cpuCores: 6, minMemoryMib: 1024, maxMemoryMib: 4096 },
      {
        NumberOfCpuCoresRequired: 6,
        NumberOfAcceleratorDevicesRequired: 2,
        MinMemoryRequiredInMb: 1024,
        MaxMemoryRequiredInMb: 4096,
      },
    ],
  ])('%s', (_, spec, expected) => {
    expect(requirements(spec)).toEqual(expected);
  });

  test('is told where it is tight', () => {
    const notes = (spec: Partial<ComponentSpec>) => decide(spec).notes.filter((note) => note.includes('try it'));
    expect(notes(sized(1.5 * GIB))).toEqual([
      'ml.c7i.large has 4 GiB of memory, and diagnosis may take up to 4864 MiB while it is loaded: try it before you rely on it',
    ]);
    expect(notes(sized(GIB))).toEqual([]);
    const gpus = { ...sized(10 * GIB), instanceTypes: ['ml.g5.8xlarge'] };
    expect(notes(gpus)).toHaveLength(1);
    expect(notes({ ...gpus, accelerators: 0 })).toEqual([]);
  });

  test('is told to the container', () => {
    const device = (spec: Partial<ComponentSpec>) =>
      (properties(decide(spec), 'Model').PrimaryContainer.Environment as Properties).INFERENCE_DEVICE;
    expect(device({ instanceTypes: ['ml.g5.xlarge'] })).toBe('cuda');
    expect(device({ instanceTypes: ['ml.g5.xlarge'], accelerators: 0 })).toBe('cpu');
  });
});

describe('a component is refused', () => {
  test.each<[string, Partial<ComponentSpec>, string]>([
    [
      'without a copy',
      { copyCount: 0 },
      'copy count (0): a whole number of at least 1, because SageMaker makes no component without a copy. set 1, and scale to none with autoScaleCopyCount',
    ],
    [
      'with one copy and a rolling rollout',
      { copyCount: 1 },
      'copy count (1): a rolling rollout needs at least 2 copies, because a batch is at most half of them. set two or more, or choose an all-at-once rollout',
    ],
    [
      'with a canary',
      { rollout: { kind: 'canary', percent: 10, bakeMinutes: 15 } },
      'rollout (canary): the copies of an inference component are replaced in batches. choose a rolling rollout, or all at once',
    ],
    [
      'with batches of more than half',
      { rollout: { kind: 'rolling', percent: 60, bakeMinutes: 15 } },
      'rolling percent (60): at most 50 percent of the capacity on SageMaker. choose smaller steps',
    ],
    [
      'with batches of less than a twentieth',
      { rollout: { kind: 'rolling', percent: 4, bakeMinutes: 15 } },
      'rolling percent (4): at least 5 percent of the capacity on SageMaker. choose larger steps',
    ],
    [
      'whose copies are replaced one by one for longer than AWS allows',
      { copyCount: 19, rollout: { kind: 'rolling', percent: 10, bakeMinutes: 20 } },
      'deployment (35400 s with a bake of 20 minutes): at most 28800 s, which SageMaker allows. choose larger steps or a shorter bake',
    ],
    [
      'with too little of a processor',
      { cpuCores: 0.2 },
      'CPU cores (0.2): at least 0.25 a copy. ask for more, or leave them out',
    ],
    [
      'with half a GPU',
      { accelerators: 0.5 },
      'accelerators (0.5): a whole number a copy, and 0 for a model that runs on processors. choose one in that range',
    ],
    [
      'with too little memory',
      { minMemoryMib: 64 },
      'minimum memory (64 MiB): whole MiB, at least 128 a copy. ask for more',
    ],
    [
      'with a maximum below the minimum',
      { minMemoryMib: 512, maxMemoryMib: 256 },
      'maximum memory (256 MiB): at least the minimum (512 MiB). raise it, or leave it out',
    ],
    [
      'with more GPUs than an instance has',
      { instanceTypes: ['ml.g5.12xlarge'], accelerators: 8 },
      'accelerators (8): ml.g5.12xlarge has 4, so no copy can be placed. ask for less, or choose a larger instance type',
    ],
    [
      'with more processors than an instance has',
      { cpuCores: 4 },
      'CPU cores (4): ml.c7i.large has 2, so no copy can be placed. ask for less, or choose a larger instance type',
    ],
    [
      'with more memory than one of the pools has',
      { instanceTypes: ['ml.c7i.4xlarge', 'ml.c7i.large'], minMemoryMib: 5000 },
      'minimum memory (5000 MiB): ml.c7i.large has 4096 MiB, so no copy can be placed. ask for less, or choose a larger instance type',
    ],
    [
      'that no instance can hold',
      sized(5 * GIB),
      'minimum memory (5376 MiB): ml.c7i.large has 4096 MiB, so no copy can be placed. ask for less, or choose a larger instance type',
    ],
    [
      'that no GPU can hold',
      { ...sized(24 * GIB), instanceTypes: ['ml.g5.12xlarge'] },
      'instance type (ml.g5.12xlarge): has 22 GiB on a GPU, and diagnosis takes at least 24832 MiB. choose a larger type, or make the model smaller (quantization)',
    ],
    [
      'of unknown size',
      { model: { ...model, bytes: undefined } },
      'memory (of diagnosis, whose size is not known here): needed to place its copies. set minMemory',
    ],
    [
      'that has no time to start',
      { startupTimeoutSeconds: 30 },
      'startup timeout (30 s): from 60 to 3600 s. choose a timeout in that range',
    ],
    [
      'that downloads for hours',
      { modelDownloadTimeoutSeconds: 7200 },
      'model download timeout (7200 s): from 60 to 3600 s. choose a timeout in that range',
    ],
  ])('%s', (_, spec, message) => {
    expect(() => decide(spec)).toThrow(new Error(message));
  });
});

describe('a component', () => {
  test('is replaced in batches that its alarms watch', () => {
    const rollout = { kind: 'rolling', percent: 25, bakeMinutes: 10, rollbackPercent: 50 } as const;
    expect(properties(decide({ copyCount: 4, rollout })).DeploymentConfig).toEqual({
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 25 },
        WaitIntervalInSeconds: 600,
        RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
        MaximumExecutionTimeoutInSeconds: 9600,
      },
      AutoRollbackConfiguration: {
        Alarms: ['ErrorsAlarm', 'LatencyAlarm', 'PredictionShiftAlarm'].map((id) => ({ AlarmName: `@{${id}.Ref}` })),
      },
    });
  });

  test('all at once has neither batches nor alarms, which SageMaker takes together only', () => {
    const plan = decide({ copyCount: 1, rollout: { kind: 'all-at-once', bakeMinutes: 5 } });
    expect(properties(plan)).not.toHaveProperty('DeploymentConfig');
    expect(plan.resources.map(({ id }) => id)).toEqual(['RolePolicy', 'Model', 'Resource']);
  });

  test('says that a batch is a whole copy', () => {
    const rollout = { kind: 'rolling', percent: 10, bakeMinutes: 5 } as const;
    expect(decide({ copyCount: 4, rollout, publishesPredictions: false }).notes).toEqual([
      'no prediction-shift alarm: the container is not the runtime, which publishes what it answers, so a release that answers wrongly is not noticed',
      '10 % of 4 copies is less than one: a batch may take a whole copy, which is 25 % of the traffic',
    ]);
  });

  test('is another release with another name, so that two of one model are told apart', () => {
    const release = (spec: Partial<ComponentSpec>) =>
      (properties(decide(spec), 'Model').PrimaryContainer.Environment as Properties).INFERENCE_RELEASE;
    expect(release({ componentName: 'other' })).not.toBe(release({}));
    expect(release({ copyCount: 5 })).toBe(release({}));
  });

  test('on pools has a specification for each', () => {
    const { Specification, Specifications } = properties(decide({ instanceTypes: ['ml.c7i.large', 'ml.c6i.large'] }));
    expect(Specification).toBeUndefined();
    expect(Specifications).toMatchObject([{ InstanceType: 'ml.c7i.large' }, { InstanceType: 'ml.c6i.large' }]);
  });
});

describe('an endpoint for components', () => {
  test.each<[string, Partial<ComponentEndpointSpec>, object]>([
    ['two instances by default', {}, { InstanceType: 'ml.c7i.large', InitialInstanceCount: 2 }],
    [
      'none to four',
      { minInstanceCount: 0, maxInstanceCount: 4 },
      {
        InitialInstanceCount: 1,
        ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 4 },
      },
    ],
    [
      'one at most',
      { maxInstanceCount: 1 },
      {
        InitialInstanceCount: 1,
        ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 1 },
      },
    ],
    [
      'several types by priority',
      {
        instancePools: [{ instanceType: 'ml.g6.xlarge' }, { instanceType: 'ml.g5.xlarge', priority: 3 }],
        instanceProvisionTimeoutSeconds: 600,
      },
      {
        InstancePools: [
          { InstanceType: 'ml.g6.xlarge', Priority: 1 },
          { InstanceType: 'ml.g5.xlarge', Priority: 3 },
        ],
        VariantInstanceProvisionTimeoutInSeconds: 600,
      },
    ],
  ])('%s', (_, spec, expected) => {
    expect(variant(spec)).toMatchObject(expected);
    expect(variant(spec)).not.toHaveProperty('ModelName');
  });

  test('keeps its instances over an update where SageMaker scales them', () => {
    expect(properties(decideHost({ maxInstanceCount: 4 }))).toHaveProperty('RetainAllVariantProperties', true);
    expect(properties(decideHost())).not.toHaveProperty('RetainAllVariantProperties');
  });

  const pools = (...types: string[]) => ({ instancePools: types.map((instanceType) => ({ instanceType })) });
  test.each<[string, Partial<ComponentEndpointSpec>, string]>([
    [
      'more instances than its bounds',
      { instanceCount: 5, maxInstanceCount: 4 },
      'instance count (5): between the minimum (5) and the maximum instance count (4). choose a count or bounds that agree',
    ],
    [
      'fewer than none',
      { minInstanceCount: -1 },
      'minimum instance count (-1): a whole number of at least 0. choose one in that range',
    ],
    [
      'a type that is none',
      { instanceType: 'g5.xlarge' },
      'instance type ("g5.xlarge"): a SageMaker hosting type, "ml.<family>.<size>". write for example "ml.c7i.large" or "ml.g5.xlarge"',
    ],
    ['no pool', { instancePools: [] }, 'instance pools (0): from 1 to 5. name so many'],
    [
      'a type beside pools',
      { instanceType: 'ml.c7i.large', ...pools('ml.c6i.large') },
      'instance type ("ml.c7i.large"): not beside instancePools. make it the first of the pools, or leave them out',
    ],
    [
      'a pool twice',
      pools('ml.c6i.large', 'ml.c6i.large'),
      'instance pools ("ml.c6i.large" twice): one of each type. leave one out',
    ],
    [
      'a sixth priority',
      { instancePools: [{ instanceType: 'ml.c6i.large', priority: 6 }] },
      'priority (6): a whole number from 1 to 5. choose one in that range',
    ],
    [
      'pools with and without GPUs',
      pools('ml.g5.xlarge', 'ml.c6i.large'),
      'instance pools (ml.g5.xlarge and ml.c6i.large): all with GPUs or none, and of one processor architecture, because one image serves on all of them. choose types that are alike',
    ],
    [
      'no time to get instances',
      { ...pools('ml.c6i.large'), instanceProvisionTimeoutSeconds: 60 },
      'instance provision timeout (60 s): from 300 to 3600 s. choose a timeout in that range',
    ],
    [
      'time to get instances of no pool',
      { instanceProvisionTimeoutSeconds: 600 },
      'instance provision timeout (600 s): only with instancePools. name the pools, or leave it out',
    ],
  ])('is refused with %s', (_, spec, message) => {
    expect(() => decideHost(spec)).toThrow(new Error(message));
  });
});
