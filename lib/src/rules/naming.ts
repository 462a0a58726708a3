import type { GraphResource } from '../graph/resource-graph';
import { referencesIn } from '../plan/plan';
import type { Rule } from './rule';
import { alarmsOf, releasesOf } from './release';

const alarmEndpointCycle: Rule = {
  id: 'alarm-endpoint-cycle',
  severity: 'error',
  why: 'An alarm that refers to the endpoint that names it as rollback alarm is a circular dependency.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-endpoint.html',
  check(graph) {
    return releasesOf(graph).flatMap((release) =>
      alarmsOf(graph, release)
        .filter((alarm) => referencesIn(alarm.properties).some(({ id }) => id === release.resource.id))
        .map((alarm) => ({
          resource: alarm,
          message:
            `dimension (a reference to ${release.resource.path}): must be a literal name, because the endpoint names this ` +
            'alarm and each would wait for the other. give the endpoint a literal name and write it in the dimension',
        })),
    );
  },
};

/** Resources that CloudFormation and Terraform replace on most changes, and the property that must stay free. */
const REPLACED: Readonly<Record<string, string>> = {
  'AWS::SageMaker::EndpointConfig': 'EndpointConfigName',
  'AWS::SageMaker::Model': 'ModelName',
};

const namedReplaceable: Rule = {
  id: 'named-replaceable-resource',
  severity: 'error',
  why: 'A change replaces the resource, and the new one cannot be created while the old one holds the name.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-endpointconfig.html',
  check(graph) {
    return graph.resources.flatMap((resource: GraphResource) => {
      const property = REPLACED[resource.type];
      const name = property === undefined ? undefined : resource.properties[property];
      if (name === undefined) return [];
      return {
        resource,
        message:
          `${property} (${JSON.stringify(name)}): must not be set, because every change replaces this resource ` +
          'and the name is still taken. leave the name to the engine',
      };
    });
  },
};

export const namingRules: readonly Rule[] = [alarmEndpointCycle, namedReplaceable];
