import { hasHostingSize, instanceFacts } from '../../catalog/instances';
import { COMPONENT } from '../../graph/hosted-component';
import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import { entriesOf, isGiven, text } from '../reading';
import type { Rule, RuleContext } from '../rule';
import { CREATE_CONFIG, declaredVariants, instanceTypesOf } from './declared';

/** What a variant runs on. */
const KINDS = ['InstanceType', 'ServerlessConfig', 'InstancePools'] as const;

const oneKind: Rule = {
  id: 'variant-without-one-compute-kind',
  severity: 'error',
  why: 'SageMaker refuses a variant that runs on instances and serverless at a time, or on nothing.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
  check(graph) {
    return declaredVariants(graph).flatMap(({ config: resource, variant, called }) => {
      const given = KINDS.map((kind) => ({ kind, is: isGiven(variant[kind]) }));
      const sure = given.filter(({ is }) => is === true).map(({ kind }) => kind);
      if (sure.length === 1 || (sure.length === 0 && given.some(({ is }) => is === undefined))) return [];
      const what = sure.length === 0 ? 'none' : sure.join(' and ');
      const remedy = sure.length === 0 ? 'add one of them' : 'leave the others out';
      return { resource, message: `compute of ${called} (${what}): exactly one of ${KINDS.join(', ')}. ${remedy}` };
    });
  },
};

interface Typed {
  readonly resource: GraphResource;
  readonly instanceType: string;
}

/** Every instance type that is named for hosting, once a resource. */
function hostingTypes(graph: ResourceGraph, context: RuleContext): Typed[] {
  const named = [
    ...declaredVariants(graph).map(({ config, variant }) => ({ resource: config, types: instanceTypesOf(variant) })),
    ...graph.ofType(COMPONENT).map((resource) => ({
      resource,
      types: entriesOf(resource.properties.Specifications).map(({ InstanceType }) => InstanceType),
    })),
  ];
  return [...new Set(named.map(({ resource }) => resource))].flatMap((resource) => {
    const types = named.filter((each) => each.resource === resource).flatMap((each) => each.types);
    const known = types.flatMap((type) => text(type, context) ?? []);
    return [...new Set(known)].map((instanceType) => ({ resource, instanceType }));
  });
}

const typeInvalid: Rule = {
  id: 'instance-type-invalid',
  severity: 'error',
  why: 'SageMaker names instance types with "ml." in front, and refuses those of Amazon EC2.',
  source: CREATE_CONFIG,
  check(graph, context) {
    return hostingTypes(graph, context).flatMap(({ resource, instanceType }) => {
      if (instanceFacts(instanceType) !== undefined) return [];
      return {
        resource,
        message: `InstanceType (${JSON.stringify(instanceType)}): a SageMaker hosting type, "ml.<family>.<size>". write for example "ml.c7i.large"`,
      };
    });
  },
};

const sizeUnknown: Rule = {
  id: 'instance-size-unknown',
  severity: 'warning',
  why: 'SageMaker hosts on sizes from medium and large to multiples of xlarge, and refuses other ones.',
  source: CREATE_CONFIG,
  check(graph, context) {
    return hostingTypes(graph, context).flatMap(({ resource, instanceType }) => {
      if (instanceFacts(instanceType) === undefined || hasHostingSize(instanceType)) return [];
      return {
        resource,
        message: `InstanceType (${JSON.stringify(instanceType)}): no size that is known, as are "medium", "large", "xlarge", "2xlarge". look whether SageMaker hosts on it`,
      };
    });
  },
};

export const computeRules: readonly Rule[] = [oneKind, typeInvalid, sizeUnknown];
