import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import { MEMORY_MIB } from '../../serving/serverless-endpoint';
import { block, entriesOf, isGiven, isOn, number } from '../reading';
import type { Block } from '../reading';
import type { Rule } from '../rule';
import type { DeclaredVariant } from './declared';
import { declaredVariants } from './declared';

const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html';

interface Serverless extends DeclaredVariant {
  readonly serverless: Block;
}

function serverlessVariants(graph: ResourceGraph): Serverless[] {
  return declaredVariants(graph).flatMap((declared) => {
    const { ServerlessConfig } = declared.variant;
    const serverless = isGiven(ServerlessConfig) === true ? block(ServerlessConfig) : undefined;
    return serverless === undefined ? [] : { ...declared, serverless };
  });
}

const memoryUnknown: Rule = {
  id: 'serverless-memory-invalid',
  severity: 'error',
  why: 'SageMaker gives a serverless variant memory in steps of a gibibyte, and refuses what lies between.',
  source: GUIDE,
  check(graph, context) {
    return serverlessVariants(graph).flatMap(({ config: resource, serverless, called }) => {
      const memory = number(serverless.MemorySizeInMB, context);
      if (memory === undefined || MEMORY_MIB.includes(memory)) return [];
      return {
        resource,
        message: `MemorySizeInMB (${memory}) of ${called}: one of ${MEMORY_MIB.join(', ')}. choose one of them`,
      };
    });
  },
};

const provisionedAbove: Rule = {
  id: 'serverless-provisioned-above-maximum',
  severity: 'error',
  why: 'SageMaker refuses more provisioned concurrency than a serverless variant may have requests at a time.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html',
  check(graph, context) {
    return serverlessVariants(graph).flatMap(({ config: resource, serverless, called }) => {
      const [provisioned, most] = [serverless.ProvisionedConcurrency, serverless.MaxConcurrency].map((value) =>
        number(value, context),
      );
      if (provisioned === undefined || most === undefined || provisioned <= most) return [];
      return {
        resource,
        message: `ProvisionedConcurrency (${provisioned}) of ${called}: at most MaxConcurrency (${most}). provision less, or allow more`,
      };
    });
  },
};

const unsupported: Rule = {
  id: 'serverless-unsupported',
  severity: 'error',
  why: 'Serverless inference has no networks, capture, asynchronous requests, several variants, several models or containers, nor files below a prefix.',
  source: GUIDE,
  check(graph) {
    return serverlessVariants(graph).flatMap(({ config: resource, variant, called }) => {
      const { what, remedy } = notServerless(graph, resource, variant) ?? {};
      if (what === undefined) return [];
      return {
        resource,
        message: `ServerlessConfig of ${called} (with ${what}): not supported. ${remedy}, or serve it on instances`,
      };
    });
  },
};

interface Excluded {
  readonly what: string;
  readonly remedy: string;
}

/** The first thing beside a serverless variant that excludes it. A shadow has a rule of its own. */
function notServerless(graph: ResourceGraph, config: GraphResource, variant: Block): Excluded | undefined {
  const { properties } = config;
  const variants = entriesOf(properties.ProductionVariants);
  if (variants.length > 1) return { what: `${variants.length} variants`, remedy: 'make it the only one' };
  if (isGiven(properties.AsyncInferenceConfig) === true) return leaveOut('AsyncInferenceConfig');
  const capture = properties.DataCaptureConfig;
  if (isGiven(capture) === true && isOn(block(capture)?.EnableCapture ?? true)) return leaveOut('DataCaptureConfig');
  const model = graph.target(variant.ModelName);
  for (const each of [properties, model?.properties ?? {}]) {
    if (isGiven(each.VpcConfig) === true) return leaveOut('VpcConfig');
    if (isOn(each.EnableNetworkIsolation)) return leaveOut('EnableNetworkIsolation');
  }
  const several = entriesOf(model?.properties.Containers);
  if (several.length > 1) return { what: `${several.length} containers`, remedy: 'put them into one' };
  const container = several[0] ?? block(model?.properties.PrimaryContainer);
  if (container?.Mode === 'MultiModel') return { what: 'a MultiModel container', remedy: 'serve one model' };
  if (isGiven(container?.ModelDataSource) !== true) return undefined;
  return { what: 'ModelDataSource', remedy: 'name one archive in ModelDataUrl' };
}

function leaveOut(what: string): Excluded {
  return { what, remedy: 'leave that out' };
}

export const serverlessRules: readonly Rule[] = [memoryUnknown, provisionedAbove, unsupported];
