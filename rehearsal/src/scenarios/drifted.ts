import { InferenceError } from '@inference-constructs/core/out/errors';
import type { TrafficRequest } from '../traffic/request';
import type { Drift } from './scenario';

type Row = number[];
/** Does something to each row of numbers of a request; the rows it returns take their places. */
type EachRow = (row: Row) => Row;

/** How many features the longest row of the requests has. */
export function featuresOf(requests: readonly TrafficRequest[]): number {
  let most = 0;
  for (const request of requests) {
    onRows(request, (row) => {
      most = Math.max(most, row.length);
      return row;
    });
  }
  return most;
}

/** The requests with one feature shifted by so many of its standard deviations over all of them. */
export function drifted(requests: readonly TrafficRequest[], drift: Required<Drift>): TrafficRequest[] {
  const values: number[] = [];
  for (const request of requests) {
    onRows(request, (row) => {
      if (drift.feature < row.length) values.push(row[drift.feature]);
      return row;
    });
  }
  if (values.length === 0) {
    throw new InferenceError(
      'ScenarioNotApplicable',
      `feature ${drift.feature} (in no request): rows of numbers, as "instances", "inputs" or CSV. choose another feature or scenario`,
    );
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const shift = drift.standardDeviations * Math.sqrt(variance);
  return requests.map((request) =>
    onRows(request, (row) => row.map((value, feature) => (feature === drift.feature ? value + shift : value))),
  );
}

function onRows(request: TrafficRequest, each: EachRow): TrafficRequest {
  const { body } = request;
  if (typeof body === 'string') return { ...request, body: onLines(body, each) };
  if (body === null || typeof body !== 'object') return request;
  const { instances, inputs } = body as { instances?: unknown; inputs?: Record<string, unknown> };
  if (Array.isArray(instances))
    return { ...request, body: { ...body, instances: instances.map((row) => onRow(row, each)) } };
  if (inputs === undefined) return request;
  const [first, ...others] = Object.entries(inputs);
  if (first === undefined || !Array.isArray(first[1])) return request;
  const shifted = (first[1] as unknown[]).map((row) => onRow(row, each));
  return { ...request, body: { ...body, inputs: Object.fromEntries([[first[0], shifted], ...others]) } };
}

function onLines(text: string, each: EachRow): string {
  return text
    .split('\n')
    .map((line) => {
      const row = line.split(',').map(Number);
      return line.trim() === '' || row.some(Number.isNaN) ? line : each(row).join(',');
    })
    .join('\n');
}

/** Rows of numbers, or objects whose values are such a row. */
function onRow(row: unknown, each: EachRow): unknown {
  if (Array.isArray(row)) return row.every((value) => typeof value === 'number') ? each(row as Row) : row;
  if (row === null || typeof row !== 'object') return row;
  const values = Object.values(row);
  if (!values.every((value): value is number => typeof value === 'number')) return row;
  const shifted = each(values);
  return Object.fromEntries(Object.keys(row).map((name, i) => [name, shifted[i]]));
}
