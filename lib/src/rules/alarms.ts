import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import type { Block } from './reading';
import { block, entriesOf, isGiven, isOn, number } from './reading';
import { metricsOf } from './release';
import type { Rule } from './rule';
import { CONFIG } from './variants/declared';

const PUT_ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';

function alarms(graph: ResourceGraph): readonly GraphResource[] {
  return graph.ofType('AWS::CloudWatch::Alarm');
}

/** Below a minute; metric math also takes the first two. */
const SUB_MINUTE = [1, 5, 10, 20, 30];
const LEAST_DIRECT = 10;

const periodInvalid: Rule = {
  id: 'alarm-period-invalid',
  severity: 'error',
  why: 'CloudWatch refuses an alarm whose period is neither 10, 20 or 30 seconds nor whole minutes.',
  source: PUT_ALARM,
  check(graph, context) {
    return alarms(graph).flatMap((resource) => {
      const isDirect = isGiven(resource.properties.MetricName) === true;
      const periods = metricsOf(resource).map(({ periodSeconds }) => number(periodSeconds, context));
      const wrong = [...new Set(periods)].find(
        (period) =>
          period !== undefined &&
          !(period > 0 && period % 60 === 0) &&
          !(SUB_MINUTE.includes(period) && (!isDirect || period >= LEAST_DIRECT)),
      );
      if (wrong === undefined) return [];
      return { resource, message: `Period (${wrong} s): 10, 20 or 30 s, or a multiple of 60 s. choose one of them` };
    });
  },
};

/** Metrics of requests that AWS publishes once a minute. */
const PER_MINUTE: Readonly<Record<string, readonly string[]>> = {
  'AWS/Lambda': ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'],
  'AWS/SageMaker': [
    'Invocations',
    'InvocationsPerInstance',
    'Invocation4XXErrors',
    'Invocation5XXErrors',
    'InvocationModelErrors',
    'ModelLatency',
    'OverheadLatency',
  ],
};

const tooFine: Rule = {
  id: 'alarm-finer-than-metric',
  severity: 'warning',
  why: 'A metric that is published once a minute has no data in most shorter periods, so that the alarm knows nothing when it matters.',
  source: PUT_ALARM,
  check(graph, context) {
    return alarms(graph).flatMap((resource) =>
      metricsOf(resource)
        .flatMap(({ namespace, name, periodSeconds }) => {
          const period = number(periodSeconds, context);
          if (period === undefined || period >= 60 || !isPerMinute(graph, String(namespace), String(name))) return [];
          return {
            resource,
            message: `Period (${period} s) of ${String(name)}: at least 60 s, because ${String(namespace)} publishes it once a minute. choose 60`,
          };
        })
        .slice(0, 1),
    );
  },
};

/** Enhanced metrics of an endpoint may come more often; which endpoint an alarm is on, it may say by a token. */
function isPerMinute(graph: ResourceGraph, namespace: string, name: string): boolean {
  if (!Object.hasOwn(PER_MINUTE, namespace) || !PER_MINUTE[namespace].includes(name)) return false;
  if (namespace === 'AWS/Lambda') return true;
  const configurations = graph.ofType(CONFIG);
  return (
    configurations.length > 0 && configurations.every(({ properties: { MetricsConfig } }) => isPlain(MetricsConfig))
  );
}

function isPlain(metrics: unknown): boolean {
  if (isGiven(metrics) === false) return true;
  const read = isGiven(metrics) === true ? block(metrics) : undefined;
  if (read === undefined) return false;
  return isGiven(read.EnableEnhancedMetrics) === false || read.EnableEnhancedMetrics === false;
}

const MAX_METRICS = 10;

const tooManyMetrics: Rule = {
  id: 'alarm-with-too-many-metrics',
  severity: 'error',
  why: 'CloudWatch refuses an alarm on metric math over more than ten metrics.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html',
  check(graph) {
    return alarms(graph).flatMap((resource) => {
      const metrics = entriesOf(resource.properties.Metrics).filter(
        ({ MetricStat }) => isGiven(MetricStat) === true,
      ).length;
      if (metrics <= MAX_METRICS) return [];
      return {
        resource,
        message: `Metrics (${metrics}): at most ${MAX_METRICS} in an alarm. join several alarms in a composite alarm`,
      };
    });
  },
};

const IN_MICROSECONDS = ['ModelLatency', 'OverheadLatency', 'ModelSetupTime', 'ModelLoadingWaitTime'];
const MICROSECONDS_IN_MILLISECOND = 1000;

const inMilliseconds: Rule = {
  id: 'latency-alarm-in-milliseconds',
  severity: 'warning',
  why: 'SageMaker publishes latencies in microseconds: a threshold meant in milliseconds is a thousand times too low, and the alarm never rests.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  check(graph, context) {
    return alarms(graph).flatMap((resource) => {
      const { properties } = resource;
      const threshold = number(properties.Threshold, context);
      const name = watched(properties);
      if (name === undefined || threshold === undefined) return [];
      if (threshold <= 0 || threshold >= MICROSECONDS_IN_MILLISECOND) return [];
      return {
        resource,
        message: `Threshold (${threshold}) of ${name}: in microseconds, so that it is ${threshold / MICROSECONDS_IN_MILLISECOND} ms. write ${threshold * MICROSECONDS_IN_MILLISECOND} for ${threshold} ms`,
      };
    });
  },
};

const ABOVE = ['GreaterThanThreshold', 'GreaterThanOrEqualToThreshold'];

/** The latency that an alarm compares with its threshold as it is published: not one that metric math has changed. */
function watched({ Namespace, MetricName, Metrics, ComparisonOperator, Statistic }: Block): string | undefined {
  if (!ABOVE.includes(String(ComparisonOperator)) || Statistic === 'SampleCount') return undefined;
  const entries = entriesOf(Metrics);
  const returned = entries.length === 1 || isOn(entries[0]?.ReturnData) ? block(entries[0]?.MetricStat) : undefined;
  const metric = MetricName === undefined ? block(returned?.Metric) : { Namespace, MetricName };
  if (returned?.Stat === 'SampleCount' || metric?.Namespace !== 'AWS/SageMaker') return undefined;
  return IN_MICROSECONDS.find((name) => name === metric.MetricName);
}

export const alarmRules: readonly Rule[] = [periodInvalid, tooFine, tooManyMetrics, inMilliseconds];
