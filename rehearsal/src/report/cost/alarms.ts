import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { Side, SideItem } from './side';
import { fixed } from './side';

const SHORTEST_STANDARD_SECONDS = 60;

/** All alarms of a stack together: each metric in an alarm is billed. */
export function alarmItems({ stack, prices }: Side): SideItem[] {
  const { graph, name } = stack;
  const alarms = graph.ofType('AWS::CloudWatch::Alarm');
  const composites = graph.ofType('AWS::CloudWatch::CompositeAlarm').length;
  if (alarms.length + composites === 0) return [];
  const metrics = { standard: 0, fast: 0 };
  for (const alarm of alarms) metrics[isFast(alarm) ? 'fast' : 'standard'] += metricCount(alarm);
  const parts = [
    [metrics.standard, priceOf.alarmMetricMonth],
    [metrics.fast, priceOf.highResolutionAlarmMetricMonth],
    [composites, priceOf.compositeAlarmMonth],
  ] as const;
  const costs = parts.filter(([count]) => count > 0).map(([count, key]) => times(count, prices.find(key)));
  const isKnown = costs.every((cost) => cost !== undefined);
  return [
    {
      key: `${name}/alarms`,
      path: name,
      what: 'alarms',
      usd: fixed(isKnown ? costs.reduce((sum: number, cost) => sum + (cost ?? 0), 0) : undefined),
      basis: `${alarms.length} alarms on ${metrics.standard + metrics.fast} metrics${composites === 0 ? '' : `, ${composites} composite`}`,
    },
  ];
}

function times(count: number, price: number | undefined): number | undefined {
  return price === undefined ? undefined : count * price;
}

function metricCount({ properties }: GraphResource): number {
  if (!Array.isArray(properties.Metrics)) return 1;
  return Math.max(
    1,
    properties.Metrics.filter((query: { MetricStat?: unknown }) => query.MetricStat !== undefined).length,
  );
}

function isFast({ properties }: GraphResource): boolean {
  const queries = (Array.isArray(properties.Metrics) ? properties.Metrics : []) as {
    MetricStat?: { Period?: unknown };
  }[];
  const periods = [properties.Period, ...queries.map(({ MetricStat }) => MetricStat?.Period)];
  return periods.some((period) => typeof period === 'number' && period < SHORTEST_STANDARD_SECONDS);
}
