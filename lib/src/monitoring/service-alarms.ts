import { METRIC_NAMESPACE, Metrics } from '../contract/metrics';
import type { PlannedResource } from '../plan/plan';
import type { MetricSpec } from './alarm';
import { releaseAlarm } from './alarm';
import { decimal, SQUARED_STANDARD_ERRORS, STANDARD_ERRORS } from './significance';

/** Share of requests that may fail before a release counts as worse than promised. */
export const TOLERATED_ERROR_RATE = 0.01;

/** Fewest requests before a share or a percentile of them says anything. */
const FEWEST_REQUESTS = 20;

/** CloudWatch's own bar for a percentile: ten divided by the share above it. */
const REQUESTS_FOR_P99 = 1000;

/** What AWS publishes of a function version or of the variant of an endpoint configuration. */
export interface ServiceMetrics {
  /** Counted as the sum, unless it says otherwise. */
  readonly requests: Omit<MetricSpec, 'id' | 'statistic'> & Partial<Pick<MetricSpec, 'statistic'>>;
  readonly errors: Omit<MetricSpec, 'id' | 'statistic'>;
  readonly latency: Omit<MetricSpec, 'id' | 'statistic'>;
  /** How many of the latency metric's units make a millisecond. */
  readonly unitsPerMillisecond: number;
}

/** What an alarm watches, in its description. */
const NEW_RELEASE = 'the new release';

/** How rollback alarms on what AWS publishes are made. */
export interface ServiceAlarmOptions {
  /** Construct id of an alarm. Default: what it is called. */
  readonly id?: (alarm: string) => string;
  /** What the metrics are of, in descriptions. Default: the new release. */
  readonly subject?: string;
  readonly latencyLimitMilliseconds: number;
  readonly periodSeconds: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** The rollback alarms that any release can have, whatever is known of its model: errors and latency. */
export function serviceAlarms(metrics: ServiceMetrics, options: ServiceAlarmOptions): PlannedResource[] {
  const { id = (alarm: string) => alarm, subject, latencyLimitMilliseconds, periodSeconds, isUnresolved } = options;
  return [
    errorsAlarm(id('ErrorsAlarm'), metrics, periodSeconds, subject),
    latencyAlarm(id('LatencyAlarm'), metrics, latencyLimitMilliseconds, periodSeconds, isUnresolved, subject),
  ];
}

/** Alarms when significantly more requests fail than the tolerated share. */
export function errorsAlarm(
  id: string,
  metrics: ServiceMetrics,
  periodSeconds: number,
  subject = NEW_RELEASE,
): PlannedResource {
  const errors = { id: 'errors', statistic: 'Sum', ...metrics.errors };
  return shareAlarm(id, 'Errors', errors, metrics, periodSeconds, subject);
}

/**
 * Alarms when significantly more requests are answered by the model's fallback than may fail: they have a status of 200,
 * so a release whose model always fails raises no error.
 */
export function fallbackAlarm(
  id: string,
  dimensions: Readonly<Record<string, string>>,
  metrics: ServiceMetrics,
  periodSeconds: number,
): PlannedResource {
  const answers = { namespace: METRIC_NAMESPACE, name: Metrics.FALLBACK_ANSWERS, dimensions };
  const fallbacks = { id: 'fallbacks', statistic: 'Sum', ...answers };
  return shareAlarm(id, 'Fallback answers', fallbacks, metrics, periodSeconds);
}

function shareAlarm(
  id: string,
  what: string,
  counted: MetricSpec,
  { requests }: ServiceMetrics,
  periodSeconds: number,
  subject = NEW_RELEASE,
): PlannedResource {
  const p = TOLERATED_ERROR_RATE;
  const score = `(((${counted.id} / n) - ${p}) ^ 2) * (n / ${decimal(p * (1 - p))})`;
  return releaseAlarm({
    id,
    description: `${what} of ${subject} exceed ${100 * p} % by more than ${STANDARD_ERRORS} standard errors.`,
    expression: `IF((n >= ${FEWEST_REQUESTS}) AND (${counted.id} > (${p} * n)), ${score}, 0)`,
    label: `${what.toLowerCase()} above ${100 * p} % (squared standard errors)`,
    metrics: [{ id: 'n', statistic: 'Sum', ...requests }, counted],
    threshold: SQUARED_STANDARD_ERRORS,
    periodSeconds,
  });
}

/**
 * Alarms when the latency's high percentile exceeds the limit: the 99th from a thousand requests on. Of fewer it is hardly
 * more than the slowest one, and a single slow request would roll a good release back; then it is the 90th.
 */
export function latencyAlarm(
  id: string,
  metrics: ServiceMetrics,
  limitMilliseconds: number,
  periodSeconds: number,
  isUnresolved: (value: unknown) => boolean,
  subject = NEW_RELEASE,
): PlannedResource {
  // The text of a number that is a token means nothing.
  const limit = isUnresolved(limitMilliseconds) ? 'its limit' : `${limitMilliseconds} ms`;
  const percentile = `IF(n >= ${REQUESTS_FOR_P99}, p99, p90)`;
  return releaseAlarm({
    id,
    description: `99th percentile of ${subject}'s latency (90th below ${REQUESTS_FOR_P99} requests) exceeds ${limit}.`,
    expression: `IF(n >= ${FEWEST_REQUESTS}, ${percentile} / ${metrics.unitsPerMillisecond}, 0)`,
    label: 'p99 latency (ms)',
    metrics: [
      { id: 'n', statistic: 'Sum', ...metrics.requests },
      { id: 'p90', statistic: 'p90', ...metrics.latency },
      { id: 'p99', statistic: 'p99', ...metrics.latency },
    ],
    threshold: limitMilliseconds,
    periodSeconds,
  });
}
