import { gunzipSync } from 'node:zlib';
import type { MetricId, MetricStore } from '../metrics/metric-store';
import { statisticOf } from '../metrics/statistics';
import type { Services } from './service';
import type { ServiceCall, ServiceReply } from './service-call';
import { refusal } from './service-call';

interface DeclaredMetric {
  readonly Namespace?: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

interface Query {
  readonly Id: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: { readonly Metric: DeclaredMetric; readonly Period: number; readonly Stat: string };
}

interface GetMetricData {
  readonly MetricDataQueries: readonly Query[];
  /** Seconds since 1970, as in all of the JSON protocol. */
  readonly StartTime: number;
  readonly EndTime: number;
  readonly ScanBy?: string;
}

interface PutMetricData {
  readonly Namespace: string;
  readonly MetricData: readonly (DeclaredMetric & {
    readonly Timestamp?: number;
    readonly Value?: number;
    readonly Values?: readonly number[];
    readonly Counts?: readonly number[];
  })[];
}

/**
 * CloudWatch: the metrics of the rehearsal. A function has a real clock: the minute that is played is its present one, and those
 * before lie in its past.
 * @param now the virtual minute
 */
export function cloudWatchServices(store: MetricStore, now: () => number): Services {
  const minuteOf = (seconds: number): number => Math.floor(seconds / 60) - Math.floor(Date.now() / 60_000) + now();
  const get = (call: ServiceCall): ServiceReply => {
    const { MetricDataQueries, StartTime, EndTime, ScanBy } = read<GetMetricData>(call);
    const isAscending = ScanBy === 'TimestampAscending';
    const results: object[] = [];
    for (const { Id, Label = Id, MetricStat, ReturnData } of MetricDataQueries) {
      const statistic = MetricStat && statisticOf(MetricStat.Stat);
      if (MetricStat === undefined || statistic === undefined) {
        const what = MetricStat === undefined ? 'metric math' : `statistic ${MetricStat.Stat}`;
        return refusal(400, 'NotRehearsed', `query ${Id}: nothing stands in for ${what}`);
      }
      if (ReturnData === false) continue;
      const points: [time: number, value: number][] = [];
      for (let time = StartTime; time < EndTime; time += MetricStat.Period) {
        const [from, to] = [time, Math.min(EndTime, time + MetricStat.Period)].map(minuteOf);
        // Nothing was published before the rehearsal.
        const samples =
          to <= 0 ? [] : store.samples(metricOf(MetricStat.Metric), Math.max(0, from), Math.max(to, from + 1));
        if (samples.length > 0) points.push([time, statistic(samples)]);
      }
      if (!isAscending) points.reverse();
      const [Timestamps, Values] = [points.map(([time]) => time), points.map(([, value]) => value)];
      results.push({ Id, Label, Timestamps, Values, StatusCode: 'Complete' });
    }
    return { body: { MetricDataResults: results, Messages: [] } };
  };
  const put = (call: ServiceCall): ServiceReply => {
    const { Namespace, MetricData } = read<PutMetricData>(call);
    for (const { Timestamp, Value, Values = Value === undefined ? [] : [Value], Counts, ...metric } of MetricData) {
      if (Values.length === 0)
        return refusal(400, 'NotRehearsed', `${metric.MetricName}: nothing stands in for statistic sets`);
      const minute = Timestamp === undefined ? now() : Math.max(0, minuteOf(Timestamp));
      Values.forEach((value, i) =>
        store.put(metricOf({ ...metric, Namespace }), minute, { value, weight: Counts?.[i] ?? 1 }),
      );
    }
    return { body: {} };
  };
  return {
    'monitoring GetMetricData': { action: 'cloudwatch:GetMetricData', answer: get },
    'monitoring PutMetricData': { action: 'cloudwatch:PutMetricData', answer: put },
  };
}

function metricOf({ Namespace = '', MetricName, Dimensions = [] }: DeclaredMetric): MetricId {
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}

/** The SDK packs what is large. */
function read<T>({ headers, body }: ServiceCall): T {
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return JSON.parse(bytes.toString('utf8')) as T;
}
