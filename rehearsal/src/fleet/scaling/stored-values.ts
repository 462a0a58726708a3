import type { MetricQuery } from '../../alarms/alarm-queries';
import type { MetricStore } from '../../metrics/metric-store';
import type { MetricValue } from '../../scaling/metric-values';

/** What was published of a metric in a step of a minute: what a policy looks at. */
export function storedValue({ metric, statistic, periodMinutes }: MetricQuery, store: MetricStore): MetricValue {
  return ({ minute, part, seconds }) => {
    const steps = 60 / seconds;
    const samples = store.samples(metric, minute, minute + 1);
    // Of a gauge that is looked at so often a minute, each step has its own.
    const own = periodMinutes < 1 ? samples.filter((_, i) => i % steps === part) : samples;
    // A metric of whole minutes is there once, when the minute is over.
    if (own.length === 0 || (periodMinutes >= 1 && part < steps - 1)) return undefined;
    return statistic(own);
  };
}
