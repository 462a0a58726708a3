import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { TrafficRequest } from '../traffic/request';

/** Nested lists, by the name of the input. */
export type NamedInputs = Readonly<Record<string, unknown>>;

/**
 * Makes one request of as many rows as asked for, of the rows of recorded ones, over and over; where rows differ in length, of
 * the first request's only. Undefined where there is none, or where requests cannot go together.
 */
export function joinedRows(
  { inputs: specs }: Signature,
  recorded: readonly NamedInputs[],
): ((rows: number) => NamedInputs) | undefined {
  if (!hasRows(specs) || recorded.length === 0) return undefined;
  const isFixed = specs.every(({ shape }) => shape.slice(1).every((size) => typeof size === 'number'));
  const used = isFixed ? recorded : recorded.slice(0, 1);
  const columns = specs.map(({ name }) => ({ name, rows: used.flatMap((inputs) => inputs[name] as unknown[]) }));
  if (columns.some(({ rows }) => rows.length === 0)) return undefined;
  return (count) =>
    Object.fromEntries(
      columns.map(({ name, rows }) => [name, Array.from({ length: count }, (_, row) => rows[row % rows.length])]),
    );
}

/** Rows of a request as callers write them: `instances`, `inputs` by name, or lines of text; one where the model knows none. */
export function rowsOf({ inputs: specs }: Signature, { body }: TrafficRequest): number {
  if (!hasRows(specs)) return 1;
  if (typeof body === 'string') return Math.max(1, body.split('\n').filter((line) => line.trim() !== '').length);
  const { instances, inputs } = body as { instances?: unknown; inputs?: unknown };
  const [first] = inputs !== null && typeof inputs === 'object' ? Object.values(inputs) : [];
  const rows: unknown = instances ?? first;
  return Array.isArray(rows) && rows.length > 0 ? rows.length : 1;
}

function hasRows(specs: readonly TensorSpec[]): boolean {
  const [batch] = specs[0].shape;
  return typeof batch === 'string' && specs.every(({ shape }) => shape.indexOf(batch) === 0);
}
