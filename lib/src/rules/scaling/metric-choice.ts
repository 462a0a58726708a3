import { block, isGiven } from '../reading';
import type { Rule } from '../rule';
import { policiesOf } from './scaled';

const METRICS = ['PredefinedMetricSpecification', 'CustomizedMetricSpecification'] as const;

const notOneMetric: Rule = {
  id: 'target-tracking-without-one-metric',
  severity: 'error',
  why: 'Application Auto Scaling refuses target tracking of two metrics, and of none.',
  source:
    'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html',
  check(graph) {
    return policiesOf(graph).flatMap(({ policy: resource }) => {
      const { TargetTrackingScalingPolicyConfiguration: value } = resource.properties;
      const configuration = isGiven(value) === true ? block(value) : undefined;
      if (configuration === undefined) return [];
      const given = METRICS.map((name) => ({ name, is: isGiven(configuration[name]) }));
      if (given.some(({ is }) => is === undefined)) return [];
      const names = given.filter(({ is }) => is === true).map(({ name }) => name);
      if (names.length === 1) return [];
      return {
        resource,
        message: `metric (${names.join(' and ') || 'none'}): exactly one of ${METRICS.join(', ')}. ${names.length === 0 ? 'name one' : 'leave one out'}`,
      };
    });
  },
};

export const metricChoiceRules: readonly Rule[] = [notOneMetric];
