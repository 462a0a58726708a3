import { Dimensions, METRIC_NAMESPACE } from '../contract/metrics';
import type { GraphResource } from '../graph/resource-graph';
import { METRIC_LAG_SECONDS } from '../monitoring/alarm';
import { alarmsOf, metricsOf, releasesOf } from './release';
import type { Rule, RuleContext } from './rule';

const canaryLongerThanAlarm: Rule = {
  id: 'canary-longer-than-alarm',
  severity: 'error',
  why: 'An alarm whose window is longer than the bake cannot trip before the traffic moves on.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-canary.html',
  check(graph, context) {
    return releasesOf(graph).flatMap((release) => {
      const bake = release.bakeSeconds;
      if (bake === undefined || bake === 0 || context.isUnresolved(bake)) return [];
      return alarmsOf(graph, release).flatMap((alarm) => {
        const window = windowSeconds(alarm, context);
        if (window === undefined || window + METRIC_LAG_SECONDS <= bake) return [];
        return {
          resource: alarm,
          message:
            `window (${window} s) of this rollback alarm and ${METRIC_LAG_SECONDS} s until metrics arrive: at most the ` +
            `bake of ${release.resource.path} (${bake} s). shorten the alarm's period or evaluation periods, or bake longer`,
        };
      });
    });
  },
};

const rollbackWithoutAlarms: Rule = {
  id: 'rollback-without-alarms',
  severity: 'error',
  why: 'A rollout that no alarm watches never rolls back, whatever the new release does.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html',
  check(graph) {
    return releasesOf(graph)
      .filter((release) => release.alarmNames.length === 0 && !release.mayHaveMoreAlarms)
      .map((release) => ({
        resource: release.resource,
        message: 'rollback alarms (none): at least 1. name the alarms that watch the new release',
      }));
  },
};

/** Namespace of a metric, and the dimension that tells the new release from the old one. */
const RELEASE_DIMENSION: Readonly<Record<string, string>> = {
  'AWS/SageMaker': 'EndpointConfigName',
  'AWS/Lambda': 'ExecutedVersion',
  [METRIC_NAMESPACE]: Dimensions.RELEASE,
};

const alarmWatchesOldRelease: Rule = {
  id: 'alarm-watches-old-release',
  severity: 'error',
  why: 'A rollback alarm that also watches the old release lets its faults abort the cure, and dilutes those of the new one.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html',
  check(graph) {
    return releasesOf(graph).flatMap((release) =>
      alarmsOf(graph, release).flatMap((alarm) => {
        const missing = metricsOf(alarm).find((metric) => {
          // Of a component, no dimension of SageMaker's tells releases apart.
          if (metric.namespace === 'AWS/SageMaker' && isComponent(release.resource)) return false;
          const dimension = RELEASE_DIMENSION[String(metric.namespace)];
          return dimension !== undefined && !(dimension in metric.dimensions);
        });
        if (missing === undefined) return [];
        const dimension = RELEASE_DIMENSION[String(missing.namespace)];
        return {
          resource: alarm,
          message:
            `dimensions (${Object.keys(missing.dimensions).sort().join(', ') || 'none'}) of ${String(missing.name)}: ` +
            `must include ${dimension}, or the alarm watches the old release too. add the dimension ${dimension}`,
        };
      }),
    );
  },
};

function isComponent({ type }: GraphResource): boolean {
  return type === 'AWS::SageMaker::InferenceComponent';
}

function windowSeconds(alarm: GraphResource, context: RuleContext): number | undefined {
  const periods = metricsOf(alarm).map((metric) => metric.periodSeconds);
  const evaluations = alarm.properties.EvaluationPeriods;
  const numbers = [...periods, evaluations];
  if (periods.length === 0 || numbers.some((value) => typeof value !== 'number' || context.isUnresolved(value))) {
    return undefined;
  }
  return Math.max(...(periods as number[])) * (evaluations as number);
}

export const rolloutRules: readonly Rule[] = [canaryLongerThanAlarm, rollbackWithoutAlarms, alarmWatchesOldRelease];
