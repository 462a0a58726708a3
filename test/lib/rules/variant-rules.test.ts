import type { Rule } from '@inference-constructs/core/out/rules/rule';
import { variantRules } from '@inference-constructs/core/out/rules/variants';
import { startRules } from '@inference-constructs/core/out/rules/variants/starting';
import { broken, brokenInTerraform, UNKNOWN } from './support/broken';

const VARIANT = {
  VariantName: 'live',
  ModelName: { Ref: 'Model' },
  InstanceType: 'ml.c7i.large',
  InitialInstanceCount: 2,
};
const SERVERLESS = {
  VariantName: 'live',
  ModelName: { Ref: 'Model' },
  ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 20 },
};
const CONTAINER = { Image: 'image', ModelDataUrl: 's3://bucket/model.tar.gz' };
const note = (values: object) => ({ Metadata: { InferenceConstructs: values } });

/** What the rules say of a configuration, and of the model of its variants. */
function found(
  configuration: object,
  model: object = { PrimaryContainer: CONTAINER },
  beside: object = {},
  rules: readonly Rule[] = variantRules,
): string[] {
  const resources = {
    Config: {
      Type: 'AWS::SageMaker::EndpointConfig',
      Properties: { ProductionVariants: [VARIANT], ...configuration },
    },
    Model: { Type: 'AWS::SageMaker::Model', Properties: model, ...beside },
  };
  return broken(resources, rules);
}

const of = (variant: object) => ({ ProductionVariants: [{ ...VARIANT, ...variant }] });
const onServerless = (serverless: object) => ({
  ProductionVariants: [
    { ...SERVERLESS, ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 20, ...serverless } },
  ],
});
const none = { InstanceType: undefined, InitialInstanceCount: undefined };

test.each<[string, object]>([
  ['a variant on instances', {}],
  ['a serverless variant', { ProductionVariants: [SERVERLESS] }],
  ['a variant on pools', of({ ...none, InstancePools: [{ InstanceType: 'ml.g5.xlarge', Priority: 1 }] })],
  ['a serverless shape that a condition leaves out', of({ ServerlessConfig: { Ref: 'AWS::NoValue' } })],
  ['a serverless variant with all of its concurrency provisioned', onServerless({ ProvisionedConcurrency: 20 })],
  ['capture that is off on a serverless variant', { ...onServerless({}), DataCaptureConfig: { EnableCapture: false } }],
  ['a volume on instances without disks', of({ VolumeSizeInGB: 64 })],
  [
    'a volume on pools of which not all have disks',
    of({
      ...none,
      VolumeSizeInGB: 64,
      InstancePools: [
        { InstanceType: 'ml.g5.xlarge', Priority: 1 },
        { InstanceType: 'ml.g4.xlarge', Priority: 2 },
      ],
    }),
  ],
  ['a key for the volumes of instances without disks', { KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }],
  ['a shadow of the name of a variant', { ShadowProductionVariants: [VARIANT] }],
  ['a family that is not known', of({ InstanceType: 'ml.zz9.48xlarge', VolumeSizeInGB: 1 })],
  ['a list of variants that a condition chooses', { ProductionVariants: { 'Fn::If': ['IsProd', [VARIANT], []] } }],
  ['a variant that a condition leaves out', { ProductionVariants: [{ 'Fn::If': ['IsProd', VARIANT, VARIANT] }] }],
  ...UNKNOWN.flatMap((unknown): [string, object][] => [
    [`an instance type of ${JSON.stringify(unknown)}`, of({ InstanceType: unknown, VolumeSizeInGB: 8 })],
    [`a serverless shape of ${JSON.stringify(unknown)} alone`, of({ ...none, ServerlessConfig: unknown })],
    [
      `names of ${JSON.stringify(unknown)}`,
      {
        ProductionVariants: [
          { ...VARIANT, VariantName: unknown },
          { ...VARIANT, VariantName: unknown },
        ],
      },
    ],
    [
      `a concurrency of ${JSON.stringify(unknown)}`,
      onServerless({ MaxConcurrency: unknown, ProvisionedConcurrency: 9 }),
    ],
    [`a memory of ${JSON.stringify(unknown)}`, onServerless({ MemorySizeInMB: unknown })],
    [`timeouts of ${JSON.stringify(unknown)}`, of({ ModelDataDownloadTimeoutInSeconds: unknown })],
  ]),
])('%s breaks no rule', (_, configuration) => {
  expect(found(configuration)).toEqual([]);
});

test.each<[string, object, string]>([
  [
    'instances and serverless',
    of({ ServerlessConfig: SERVERLESS.ServerlessConfig }),
    '[variant-without-one-compute-kind] Config: compute of variant live (InstanceType and ServerlessConfig): exactly one of InstanceType, ServerlessConfig, InstancePools. leave the others out',
  ],
  [
    'an instance type and pools',
    of({ InstancePools: [{ InstanceType: 'ml.g5.xlarge', Priority: 1 }] }),
    '[variant-without-one-compute-kind] Config: compute of variant live (InstanceType and InstancePools): exactly one of InstanceType, ServerlessConfig, InstancePools. leave the others out',
  ],
  [
    'neither',
    of({ ...none, VariantName: undefined }),
    '[variant-without-one-compute-kind] Config: compute of a variant (none): exactly one of InstanceType, ServerlessConfig, InstancePools. add one of them',
  ],
  [
    'a shadow on nothing',
    { ShadowProductionVariants: [{ VariantName: 'shadow', InstanceType: { Ref: 'AWS::NoValue' } }] },
    '[variant-without-one-compute-kind] Config: compute of variant shadow (none): exactly one of InstanceType, ServerlessConfig, InstancePools. add one of them',
  ],
  [
    'a type of Amazon EC2',
    of({ InstanceType: 'c7i.large' }),
    '[instance-type-invalid] Config: InstanceType ("c7i.large"): a SageMaker hosting type, "ml.<family>.<size>". write for example "ml.c7i.large"',
  ],
  [
    'a size that is none',
    of({ InstanceType: 'ml.c7i.huge' }),
    '[instance-size-unknown] Config: InstanceType ("ml.c7i.huge"): no size that is known, as are "medium", "large", "xlarge", "2xlarge". look whether SageMaker hosts on it',
  ],
  [
    'a size in a pool that is none',
    of({ ...none, InstancePools: [{ InstanceType: 'ml.g5.metal', Priority: 1 }] }),
    '[instance-size-unknown] Config: InstanceType ("ml.g5.metal"): no size that is known, as are "medium", "large", "xlarge", "2xlarge". look whether SageMaker hosts on it',
  ],
  [
    'two variants of one name',
    { ProductionVariants: [VARIANT, VARIANT, { ...VARIANT, VariantName: 'other' }] },
    '[variant-name-invalid] Config: VariantName ("live", 2 times): names one of ProductionVariants only. choose another name',
  ],
  [
    'an underscore in a name',
    of({ VariantName: 'my_variant' }),
    '[variant-name-invalid] Config: VariantName ("my_variant"): at most 63 letters, digits and hyphens. write for example "challenger"',
  ],
  [
    'memory between two steps',
    onServerless({ MemorySizeInMB: 3000 }),
    '[serverless-memory-invalid] Config: MemorySizeInMB (3000) of variant live: one of 1024, 2048, 3072, 4096, 5120, 6144. choose one of them',
  ],
  [
    'more provisioned than there may be',
    onServerless({ ProvisionedConcurrency: 21 }),
    '[serverless-provisioned-above-maximum] Config: ProvisionedConcurrency (21) of variant live: at most MaxConcurrency (20). provision less, or allow more',
  ],
  [
    'a volume beside local disks',
    of({ InstanceType: 'ml.g5.xlarge', VolumeSizeInGB: 64 }),
    '[volume-on-local-storage] Config: VolumeSizeInGB (64) of variant live: not on ml.g5.xlarge, which has disks of its own. leave it out',
  ],
  [
    'a key beside local disks',
    { ...of({ InstanceType: 'ml.c5d.large' }), KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
    '[volume-key-on-local-storage] Config: KmsKeyId (given): not with ml.c5d.large, which has disks of its own that its hardware encrypts. leave it out',
  ],
])('%s: a rule is broken', (_, configuration, message) => {
  expect(found(configuration)).toEqual([message]);
});

describe('what serverless inference has not', () => {
  const serverless = { ProductionVariants: [SERVERLESS] };
  const isolated = { PrimaryContainer: CONTAINER, EnableNetworkIsolation: true };

  test.each<[string, object, object | undefined, string]>([
    ['AsyncInferenceConfig', { ...serverless, AsyncInferenceConfig: {} }, undefined, 'leave that out'],
    ['DataCaptureConfig', { ...serverless, DataCaptureConfig: {} }, undefined, 'leave that out'],
    ['VpcConfig', { ...serverless, VpcConfig: { Subnets: ['subnet'] } }, undefined, 'leave that out'],
    ['VpcConfig', serverless, { PrimaryContainer: CONTAINER, VpcConfig: {} }, 'leave that out'],
    ['EnableNetworkIsolation', serverless, isolated, 'leave that out'],
    ['2 containers', serverless, { Containers: [CONTAINER, CONTAINER] }, 'put them into one'],
    ['a MultiModel container', serverless, { PrimaryContainer: { Mode: 'MultiModel' } }, 'serve one model'],
    [
      'ModelDataSource',
      serverless,
      { PrimaryContainer: { Image: 'image', ModelDataSource: { S3DataSource: {} } } },
      'name one archive in ModelDataUrl',
    ],
    [
      '2 variants',
      { ProductionVariants: [SERVERLESS, { ...VARIANT, VariantName: 'other' }] },
      undefined,
      'make it the only one',
    ],
  ])('%s', (what, configuration, model, remedy) => {
    expect(found(configuration, model)).toEqual([
      `[serverless-unsupported] Config: ServerlessConfig of variant live (with ${what}): not supported. ${remedy}, or serve it on instances`,
    ]);
  });
});

describe('the memory of a model', () => {
  const large = note({ modelBytes: 5 * 1024 ** 3 });
  const says = (place: string, mib: number) => [
    `[model-larger-than-memory] Config: ${place} of variant live: ${mib} MiB for a model, and this one takes at least 5376 MiB. choose more memory, or make the model smaller (quantization)`,
  ];

  test.each<[string, object, object, string[]]>([
    ['on an instance', of({ InstanceType: 'ml.c7i.large' }), large, says('InstanceType ("ml.c7i.large")', 4096)],
    ['on serverless inference', onServerless({ MemorySizeInMB: 5120 }), large, says('MemorySizeInMB (5120)', 5120)],
    ['that suffices', onServerless({ MemorySizeInMB: 6144 }), large, []],
    ['of an instance of which nothing is known', of({ InstanceType: 'ml.zz9.large' }), large, []],
    ['of an instance that a parameter names', of({ InstanceType: { Ref: 'Type' } }), large, []],
    ['of which the size is not known', of({ InstanceType: 'ml.c7i.large' }), {}, []],
  ])('%s', (_, configuration, beside, messages) => {
    expect(found(configuration, undefined, beside)).toEqual(messages);
  });
});

describe('the start of a model', () => {
  const slow = note({ startMilliseconds: 300_500, modelBytes: 8 * 1024 ** 3 });

  test.each<[string, object, object, string[]]>([
    [
      'the time that there is without a timeout',
      {},
      slow,
      [
        '[startup-timeout-too-short] Config: ContainerStartupHealthCheckTimeoutInSeconds (none, so 240) of variant live: at least the 301 s that bench.json has for the start of the model. raise it, up to 3600',
      ],
    ],
    [
      'a timeout that is too short',
      of({ ContainerStartupHealthCheckTimeoutInSeconds: 300 }),
      slow,
      [
        '[startup-timeout-too-short] Config: ContainerStartupHealthCheckTimeoutInSeconds (300) of variant live: at least the 301 s that bench.json has for the start of the model. raise it, up to 3600',
      ],
    ],
    ['a timeout that suffices', of({ ContainerStartupHealthCheckTimeoutInSeconds: 301 }), slow, []],
    [
      'the time that serverless inference gives',
      { ProductionVariants: [SERVERLESS] },
      note({ startMilliseconds: 200_000 }),
      [
        '[startup-timeout-too-short] Config: ContainerStartupHealthCheckTimeoutInSeconds (none, so 180) of variant live: at least the 200 s that bench.json has for the start of the model. serve it on instances',
      ],
    ],
    ['a model that nothing is known of', of({ ContainerStartupHealthCheckTimeoutInSeconds: 60 }), {}, []],
    [
      'a download that takes longer',
      of({ ModelDataDownloadTimeoutInSeconds: 60 }),
      note({ modelBytes: 8 * 1024 ** 3 }),
      [
        '[download-timeout-too-short] Config: ModelDataDownloadTimeoutInSeconds (60) of variant live: at least 82 s for a model of 8192 MiB, assuming 100 MiB/s. raise it, up to 3600',
      ],
    ],
    ['a download without a timeout', {}, note({ modelBytes: 8 * 1024 ** 3 }), []],
  ])('%s', (_, configuration, beside, messages) => {
    expect(found(configuration, undefined, beside, startRules)).toEqual(messages);
  });

  test('of an inference component, which has as long as a variant', () => {
    const specification = (startup: object) => ({
      Component: {
        Type: 'AWS::SageMaker::InferenceComponent',
        Properties: { Specification: { ModelName: { Ref: 'Model' }, StartupParameters: startup } },
      },
      Model: { Type: 'AWS::SageMaker::Model', Properties: {}, ...slow },
    });
    expect(broken(specification({}), variantRules)).toEqual([
      '[startup-timeout-too-short] Component: ContainerStartupHealthCheckTimeoutInSeconds (none, so 240): at least the 301 s that bench.json has for the start of the model. raise it, up to 3600',
    ]);
    expect(broken(specification({ ContainerStartupHealthCheckTimeoutInSeconds: 60 }), variantRules)).toEqual([
      '[startup-timeout-too-short] Component: ContainerStartupHealthCheckTimeoutInSeconds (60): at least the 301 s that bench.json has for the start of the model. raise it, up to 3600',
    ]);
  });
});

test('an instance type of an inference component is looked at too', () => {
  const Properties = { Specifications: [{ InstanceType: 'g5.xlarge' }, { InstanceType: 'ml.g5.xlarge' }] };
  expect(broken({ Component: { Type: 'AWS::SageMaker::InferenceComponent', Properties } }, variantRules)).toEqual([
    '[instance-type-invalid] Component: InstanceType ("g5.xlarge"): a SageMaker hosting type, "ml.<family>.<size>". write for example "ml.c7i.large"',
  ]);
});

test('Terraform JSON is read by the same rules', () => {
  const configuration = {
    kms_key_arn: '${aws_kms_key.volumes.arn}',
    production_variants: [
      { variant_name: 'live', model_name: 'm', instance_type: 'ml.g5.xlarge', volume_size_in_gb: 64 },
      { variant_name: 'live', model_name: 'm', instance_type: '${var.instance_type}', volume_size_in_gb: 64 },
      {
        variant_name: 'other',
        model_name: 'm',
        serverless_config: [{ memory_size_in_mb: 3000, max_concurrency: 5, provisioned_concurrency: 6 }],
      },
    ],
  };
  expect(brokenInTerraform({ aws_sagemaker_endpoint_configuration: { it: configuration } }, variantRules)).toEqual(
    [
      'variant-name-invalid] aws_sagemaker_endpoint_configuration.it: VariantName ("live", 2 times): names one of ProductionVariants only. choose another name',
      'serverless-memory-invalid] aws_sagemaker_endpoint_configuration.it: MemorySizeInMB (3000) of variant other: one of 1024, 2048, 3072, 4096, 5120, 6144. choose one of them',
      'serverless-provisioned-above-maximum] aws_sagemaker_endpoint_configuration.it: ProvisionedConcurrency (6) of variant other: at most MaxConcurrency (5). provision less, or allow more',
      'serverless-unsupported] aws_sagemaker_endpoint_configuration.it: ServerlessConfig of variant other (with 3 variants): not supported. make it the only one, or serve it on instances',
      'volume-on-local-storage] aws_sagemaker_endpoint_configuration.it: VolumeSizeInGB (64) of variant live: not on ml.g5.xlarge, which has disks of its own. leave it out',
      'volume-key-on-local-storage] aws_sagemaker_endpoint_configuration.it: KmsKeyId (given): not with ml.g5.xlarge, which has disks of its own that its hardware encrypts. leave it out',
    ].map((message) => `[${message}`),
  );
});
