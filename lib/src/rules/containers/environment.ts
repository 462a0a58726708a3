import type { GraphResource } from '../../graph/resource-graph';
import { reservedByLambda, reservedFault } from '../../serving/environment';
import type { EnvironmentService } from '../../serving/environment-limits';
import { environmentFaults } from '../../serving/environment-limits';
import type { Block } from '../reading';
import { block, isGiven } from '../reading';
import type { Finding, Rule, RuleContext } from '../rule';
import { CONTAINER, declaredContainers } from './declared';

/** Variables that are there for certain. */
function variablesOf(value: unknown): Block {
  const given = isGiven(value) === true ? (block(value) ?? {}) : {};
  return Object.fromEntries(Object.entries(given).filter(([, each]) => isGiven(each) !== false));
}

function faultsOf(
  resource: GraphResource,
  environments: readonly Block[],
  service: EnvironmentService,
  { isUnresolved }: RuleContext,
): Finding[] {
  return environmentFaults(environments, service, isUnresolved).map(({ message }) => ({ resource, message }));
}

const ofContainer: Rule = {
  id: 'container-environment-invalid',
  severity: 'error',
  why: 'SageMaker refuses names of other characters, names and values above 1024 bytes, and more than 100 variables or 32 KiB.',
  source: CONTAINER,
  check(graph, context) {
    const declared = declaredContainers(graph);
    return [...new Set(declared.map(({ resource }) => resource))].flatMap((resource) => {
      const environments = declared
        .filter((each) => each.resource === resource)
        .map(({ container }) => variablesOf(container.Environment));
      return faultsOf(resource, environments, 'sagemaker', context);
    });
  },
};

const ofFunction: Rule = {
  id: 'function-environment-invalid',
  severity: 'error',
  why: 'Lambda refuses names of other characters, names that it sets itself, and more than 4 KiB of names and values.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  check(graph, context) {
    return graph.ofType('AWS::Lambda::Function').flatMap((resource) => {
      const environment = isGiven(resource.properties.Environment) === true ? resource.properties.Environment : {};
      const variables = variablesOf(block(environment)?.Variables);
      const reserved = reservedByLambda(Object.keys(variables));
      const others = Object.entries(variables).filter(([name]) => !reserved.includes(name));
      return [
        ...reserved.map((name) => ({ resource, message: reservedFault(name, 'Lambda') })),
        ...faultsOf(resource, [Object.fromEntries(others)], 'lambda', context),
      ];
    });
  },
};

export const environmentRules: readonly Rule[] = [ofContainer, ofFunction];
