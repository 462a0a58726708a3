import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import { shadowRules } from '@inference-constructs/core/out/rules/shadow';

const MODEL = { Ref: 'Model' };
const VARIANT = { VariantName: 'live', ModelName: MODEL, InstanceType: 'ml.c7i.large', InitialInstanceCount: 2 };
const SHADOW = { ...VARIANT, VariantName: 'shadow' };
const CONTAINER = { Image: 'image' };

/** What the rules say of a configuration, and of the model of its variants. */
function broken(configuration: object, model: object = { PrimaryContainer: CONTAINER }): string[] {
  const graph = graphOfTemplate({
    Resources: {
      Config: {
        Type: 'AWS::SageMaker::EndpointConfig',
        Properties: { ProductionVariants: [VARIANT], ShadowProductionVariants: [SHADOW], ...configuration },
      },
      Model: { Type: 'AWS::SageMaker::Model', Properties: model },
    },
  } as Template);
  return breaches(graph, { isUnresolved: (value) => typeof value === 'object' }, shadowRules).map(describeBreach);
}

const unsupported = (what: string) =>
  `[shadow-unsupported] Config: ShadowProductionVariants (with ${what}): only on real-time endpoints of one model on instances other than Inf1. leave out the shadow`;

test.each<[string, object, object | undefined]>([
  ['one variant and one shadow', {}, undefined],
  [
    'several variants and no shadow',
    { ProductionVariants: [VARIANT, SHADOW], ShadowProductionVariants: undefined },
    undefined,
  ],
  ['an asynchronous endpoint without one', { ShadowProductionVariants: [], AsyncInferenceConfig: {} }, undefined],
  ['one container in a list', {}, { Containers: [CONTAINER] }],
])('%s breaks no rule', (_, configuration, model) => {
  expect(broken(configuration, model)).toEqual([]);
});

test.each<[string, object, object | undefined, string]>([
  [
    'two variants',
    { ProductionVariants: [VARIANT, { ...VARIANT, VariantName: 'other' }] },
    undefined,
    '[one-variant-one-shadow] Config: ProductionVariants (2): only one beside a shadow. try the others on an endpoint of their own',
  ],
  [
    'two shadows',
    { ShadowProductionVariants: [SHADOW, SHADOW] },
    undefined,
    '[one-variant-one-shadow] Config: ShadowProductionVariants (2): only one in a configuration. try the others on an endpoint of their own',
  ],
  ['asynchronous inference', { AsyncInferenceConfig: {} }, undefined, unsupported('asynchronous inference')],
  [
    'serverless inference',
    { ProductionVariants: [{ VariantName: 'live', ServerlessConfig: {} }] },
    undefined,
    unsupported('serverless inference'),
  ],
  [
    'Inf1',
    { ShadowProductionVariants: [{ ...SHADOW, InstanceType: 'ml.inf1.xlarge' }] },
    undefined,
    unsupported('instance type ml.inf1.xlarge'),
  ],
  [
    'Inf1 in a pool',
    {
      ProductionVariants: [
        { ...VARIANT, InstanceType: undefined, InstancePools: [{ InstanceType: 'ml.inf1.xlarge', Priority: 1 }] },
      ],
    },
    undefined,
    unsupported('instance type ml.inf1.xlarge'),
  ],
  ['several containers', {}, { Containers: [CONTAINER, CONTAINER] }, unsupported('2 containers')],
  [
    'several models',
    {},
    { PrimaryContainer: { ...CONTAINER, Mode: 'MultiModel' } },
    unsupported('several models in one container'),
  ],
])('%s: a rule is broken', (_, configuration, model, message) => {
  expect(broken(configuration, model)).toEqual([message]);
});
