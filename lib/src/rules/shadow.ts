import { isInf1 } from '../catalog/instances';
import { variantsOf } from '../graph/hosted-component';
import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import type { Block } from './reading';
import { block } from './reading';
import type { Rule } from './rule';
import { instanceTypesOf } from './variants/declared';

const CONFIG = 'AWS::SageMaker::EndpointConfig';

function shadowsOf({ properties: { ShadowProductionVariants: shadows } }: GraphResource): readonly Block[] {
  return Array.isArray(shadows) ? (shadows as Block[]) : [];
}

function shadowed(graph: ResourceGraph): GraphResource[] {
  return graph.ofType(CONFIG).filter((config) => shadowsOf(config).length > 0);
}

const oneShadow: Rule = {
  id: 'one-variant-one-shadow',
  severity: 'error',
  why: 'SageMaker copies requests from one production variant to one shadow, and refuses a configuration with more of either.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html',
  check(graph) {
    return shadowed(graph).flatMap((resource) => [
      ...moreThanOne(resource, 'ProductionVariants', variantsOf(resource), 'beside a shadow'),
      ...moreThanOne(resource, 'ShadowProductionVariants', shadowsOf(resource), 'in a configuration'),
    ]);
  },
};

function moreThanOne(resource: GraphResource, property: string, variants: readonly Block[], where: string) {
  if (variants.length <= 1) return [];
  const message = `${property} (${variants.length}): only one ${where}. try the others on an endpoint of their own`;
  return [{ resource, message }];
}

const shadowUnsupported: Rule = {
  id: 'shadow-unsupported',
  severity: 'error',
  why: 'SageMaker refuses shadows of asynchronous, serverless and multi-model endpoints, of several containers, and on Inf1.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html',
  check(graph) {
    return shadowed(graph).flatMap((resource) => {
      const what = unsupported(graph, resource);
      if (what === undefined) return [];
      return {
        resource,
        message: `ShadowProductionVariants (with ${what}): only on real-time endpoints of one model on instances other than Inf1. leave out the shadow`,
      };
    });
  },
};

function unsupported(graph: ResourceGraph, resource: GraphResource): string | undefined {
  if (resource.properties.AsyncInferenceConfig !== undefined) return 'asynchronous inference';
  for (const variant of [...variantsOf(resource), ...shadowsOf(resource)]) {
    const { ServerlessConfig, ModelName } = variant;
    if (ServerlessConfig !== undefined) return 'serverless inference';
    const inferentia = instanceTypesOf(variant).find(isInf1);
    if (inferentia !== undefined) return `instance type ${String(inferentia)}`;
    const { PrimaryContainer, Containers } = graph.target(ModelName)?.properties ?? {};
    const containers = [PrimaryContainer ?? [], Containers ?? []].flat();
    if (containers.length > 1) return `${containers.length} containers`;
    if (block(containers[0])?.Mode === 'MultiModel') return 'several models in one container';
  }
  return undefined;
}

export const shadowRules: readonly Rule[] = [oneShadow, shadowUnsupported];
