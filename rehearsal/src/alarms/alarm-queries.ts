import type { MetricId } from '../metrics/metric-store';
import type { Statistic } from '../metrics/statistics';
import { statisticOf } from '../metrics/statistics';
import { CannotEvaluate } from './math/cannot-evaluate';
import { checkExpression } from './math/evaluate';
import type { Expression } from './math/expression';
import { idsIn } from './math/expression';
import { parseExpression } from './math/parser';

/** A statistic of a metric over a period. */
export interface MetricQuery {
  readonly id: string;
  readonly metric: MetricId;
  readonly statistic: Statistic;
  readonly statisticName: string;
  readonly periodMinutes: number;
}

/** What an alarm watches: metrics, expressions over them, and which of these decides. */
export interface AlarmQueries {
  readonly metrics: ReadonlyMap<string, MetricQuery>;
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly watched: Expression;
  readonly periodMinutes: number;
}

type Block = Readonly<Record<string, unknown>>;

/** Reads the metrics of an alarm's properties. Throws CannotEvaluate. */
export function readQueries(properties: Block): AlarmQueries {
  if (properties.Metrics === undefined) {
    const metric = readMetric('metric', properties, properties, properties.Statistic ?? properties.ExtendedStatistic);
    return finish([metric], new Map(), { kind: 'id', name: metric.id });
  }
  const queries = blocksOf('Metrics', properties.Metrics);
  const metrics = queries.flatMap((query) => {
    if (query.MetricStat === undefined) return [];
    const stat = blockOf('MetricStat', query.MetricStat);
    return [readMetric(String(query.Id), blockOf('Metric', stat.Metric), stat, stat.Stat)];
  });
  const expressions = new Map(
    queries
      .filter((query) => query.MetricStat === undefined)
      .map((query) => [String(query.Id), readExpression(query.Expression)]),
  );
  const watched = queries.filter((query) => query.ReturnData !== false);
  if (watched.length !== 1) throw new CannotEvaluate(`${watched.length} metrics that return data`);
  return finish(metrics, expressions, { kind: 'id', name: String(watched[0].Id) });
}

function readExpression(text: unknown): Expression {
  if (typeof text !== 'string') throw new CannotEvaluate(`expression ${JSON.stringify(text)}`);
  const expression = parseExpression(text);
  checkExpression(expression);
  return expression;
}

function readMetric(id: string, metric: Block, query: Block, statistic: unknown): MetricQuery {
  const known = typeof statistic === 'string' ? statisticOf(statistic) : undefined;
  if (known === undefined) throw new CannotEvaluate(`statistic ${String(statistic)}`);
  const period = query.Period;
  if (typeof period !== 'number' || period < 60 || period % 60 !== 0) {
    throw new CannotEvaluate(`period ${String(period)} s, because the rehearsal counts in whole minutes`);
  }
  const dimensions = blocksOf('Dimensions', metric.Dimensions ?? []);
  return {
    id,
    metric: {
      namespace: String(metric.Namespace),
      name: String(metric.MetricName),
      dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [String(Name), String(Value)])),
    },
    statistic: known,
    statisticName: String(statistic),
    periodMinutes: period / 60,
  };
}

function blocksOf(name: string, value: unknown): Block[] {
  if (!Array.isArray(value)) throw new CannotEvaluate(`${name} ${JSON.stringify(value)}`);
  return value.map((item) => blockOf(name, item));
}

function blockOf(name: string, value: unknown): Block {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Block;
  throw new CannotEvaluate(`${name} ${JSON.stringify(value)}`);
}

function finish(metrics: MetricQuery[], expressions: Map<string, Expression>, watched: Expression): AlarmQueries {
  const periods = new Set(metrics.map(({ periodMinutes }) => periodMinutes));
  if (periods.size !== 1) throw new CannotEvaluate(periods.size === 0 ? 'no metric' : 'metrics of different periods');
  const queries = {
    metrics: new Map(metrics.map((metric) => [metric.id, metric])),
    expressions,
    watched,
    periodMinutes: metrics[0].periodMinutes,
  };
  checkIds(watched, queries, []);
  return queries;
}

function checkIds(expression: Expression, queries: AlarmQueries, above: readonly string[]): void {
  for (const id of idsIn(expression)) {
    if (above.includes(id)) throw new CannotEvaluate(`${id}, which refers to itself`);
    const inner = queries.expressions.get(id);
    if (inner !== undefined) checkIds(inner, queries, [...above, id]);
    else if (!queries.metrics.has(id)) throw new CannotEvaluate(`${id}, which no metric of the alarm is called`);
  }
}
