import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { Fault } from '../errors';
import { EXPECTED } from './element';
import { meant } from './meant';

export type NamedRow = Readonly<Record<string, unknown>>;

export function isNamedRow(value: unknown): value is NamedRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const columnsBySpec = new WeakMap<TensorSpec, ReadonlyMap<string, number>>();

/** Hands every feature of a row to `put`, in the row's order; refuses a row that misses one or has others. */
export function readNamedRow(
  row: NamedRow,
  spec: TensorSpec,
  rowNumber: number,
  put: (value: unknown, column: number) => void,
): void {
  const columns = columnsOf(spec);
  const names = Object.keys(row);
  const unknown = names.filter((name) => !columns.has(name));
  if (unknown.length > 0) {
    throw featureUnknown(unknown, row, spec, rowNumber);
  }
  if (names.length < columns.size) {
    throw featureMissing(row, spec, rowNumber);
  }
  for (const name of names) {
    put(row[name], columns.get(name) as number);
  }
}

function columnsOf(spec: TensorSpec): ReadonlyMap<string, number> {
  let columns = columnsBySpec.get(spec);
  if (columns === undefined) {
    columns = new Map(spec.features?.map((name, column) => [name, column]));
    columnsBySpec.set(spec, columns);
  }
  return columns;
}

function missingFeatures(row: NamedRow, spec: TensorSpec): string[] {
  return (spec.features ?? []).filter((name) => !Object.hasOwn(row, name));
}

function featureMissing(row: NamedRow, spec: TensorSpec, rowNumber: number): Fault {
  const [field] = missingFeatures(row, spec);
  return new Fault('FeatureMissing', `Feature '${field}' is missing in row ${rowNumber}.`, {
    field,
    expected: EXPECTED[spec.type],
    got: 'nothing',
  });
}

/** The names that came are the client's data: only their number is told, and what one was probably meant to be. */
function featureUnknown(unknown: readonly string[], row: NamedRow, spec: TensorSpec, rowNumber: number): Fault {
  const name = meant(unknown[0], missingFeatures(row, spec));
  const got = unknown.length === 1 ? '1 unknown name' : `${unknown.length} unknown names`;
  const hint = name === undefined ? '.' : `; did you mean '${name}'?`;
  return new Fault('FeatureUnknown', `Row ${rowNumber} of input '${spec.name}' has ${got}${hint}`, {
    field: name ?? spec.name,
    expected: `${spec.features?.length ?? 0} features by name`,
    got,
  });
}
