import { typeName, zonedTime } from '../../traffic/request-time';
import type { TracePoint } from './recorded-trace';
import { traceInvalid } from './trace-error';

/** What `aws cloudwatch get-metric-data` prints: newest first as a rule; several pages repeat the id. */
interface MetricData {
  readonly MetricDataResults?: unknown;
}

/** What `aws cloudwatch get-metric-statistics` prints, in any order. */
interface MetricStatistics {
  readonly Datapoints?: unknown;
}

interface Result {
  readonly Id?: string;
  readonly Label?: string;
  readonly Timestamps?: readonly unknown[];
  readonly Values?: readonly unknown[];
  readonly StatusCode?: string;
}

/** The sums of CloudWatch's JSON; undefined where the document is another. */
export function metricDataPoints(document: unknown, file: string): TracePoint[] | undefined {
  const { MetricDataResults: results } = document as MetricData;
  if (Array.isArray(results)) return pointsOfResults(results as Result[], file);
  const { Datapoints: datapoints } = document as MetricStatistics;
  if (!Array.isArray(datapoints)) return undefined;
  return (datapoints as Readonly<Record<string, unknown>>[]).map(({ Timestamp, Sum }, i) =>
    point(Timestamp, Sum, `${file}, datapoint ${i + 1}`, 'Sum'),
  );
}

function pointsOfResults(results: readonly Result[], file: string): TracePoint[] {
  const names = [...new Set(results.map(({ Id, Label }) => Id ?? Label ?? 'without an id'))];
  if (names.length !== 1) {
    throw traceInvalid(`metrics (${names.length}: ${names.join(', ')})`, 'the Sum of Invocations alone', file);
  }
  return results.flatMap(({ Timestamps = [], Values = [], StatusCode }) => {
    if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
      throw traceInvalid(`StatusCode (${StatusCode})`, 'Complete', file);
    }
    if (Timestamps.length !== Values.length) {
      throw traceInvalid(`Values (${Values.length})`, `as many as Timestamps (${Timestamps.length})`, file);
    }
    return Timestamps.map((time, i) => point(time, Values[i], `${file}, datapoint ${i + 1}`, 'value'));
  });
}

function point(timestamp: unknown, value: unknown, where: string, name: string): TracePoint {
  const time = zonedTime(timestamp);
  if (time === undefined) throw traceInvalid(`time (${typeName(timestamp)})`, 'ISO 8601 with Z or an offset', where);
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity)) {
    throw traceInvalid(`${name} (${typeof value === 'number' ? value : typeName(value)})`, '0 or more', where);
  }
  return { time, requests: value, metrics: {}, where };
}
