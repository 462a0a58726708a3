import { InferenceError } from '@inference-constructs/core/out/errors';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { csvCells } from './csv-cells';
import { cellValue, isMissing, isNumber } from './csv-value';
import type { RecordedRequest } from './recording';
import { requestTime } from './request-time';

const TIME = 'time';

/** Which cell of a line is which. */
interface Columns {
  readonly time?: number;
  /** The cells of the input, in its order. */
  readonly values: readonly number[];
  /** Cells in a line. */
  readonly count: number;
}

/**
 * Reads recorded requests from CSV: one request of one row a line, for the model's only input. The first line names the
 * columns where it has the input's `features`, in any order; of an input without features, where nothing in it is a value.
 * @param inputs of the model's signature
 */
export function readCsvTraffic(text: string, file: string, inputs: readonly TensorSpec[]): RecordedRequest[] {
  const [input]: readonly (TensorSpec | undefined)[] = inputs;
  if (input === undefined || inputs.length > 1 || input.shape.length > 2) {
    const model =
      input === undefined
        ? 'no known input'
        : inputs.length > 1
          ? `${inputs.length} inputs`
          : `1 input, of ${input.shape.length} axes`;
    throw new InferenceError(
      'TrafficInvalid',
      `rows of CSV (a model with ${model}): one input of at most two axes. give JSON Lines`,
      file,
    );
  }
  const lines = linesOf(text, file);
  if (lines.length === 0) return [];
  const [first] = lines;
  const isHeader = namesColumns(first.cells, input);
  const columns = isHeader ? named(first.cells, input, first.where) : unnamed(first.cells, input, first.where);
  return lines.slice(isHeader ? 1 : 0).map((line) => requestOf(line, columns, input));
}

/** The times only, for whoever does not know the model; none where no column is called so. */
export function csvTimes(text: string, file: string): RecordedRequest[] {
  const lines = linesOf(text, file);
  const column = lines[0]?.cells.indexOf(TIME) ?? -1;
  if (column === -1) return [];
  return lines.slice(1).map(({ cells, where }) => ({
    request: { body: null },
    time: requestTime(timeOf(cells[column] ?? ''), where),
    where,
  }));
}

function linesOf(text: string, file: string): Line[] {
  return text.split(/\r?\n/).flatMap((line, i) => (line.trim() === '' ? [] : [lineOf(line, `${file}, line ${i + 1}`)]));
}

interface Line {
  readonly cells: readonly string[];
  readonly where: string;
}

function lineOf(line: string, where: string): Line {
  const cells = csvCells(line);
  if (cells !== undefined) return { cells, where };
  throw invalid('quotes', 'around a whole field, those inside doubled', where);
}

function namesColumns(cells: readonly string[], { type, features }: TensorSpec): boolean {
  if (features === undefined && cells.includes(TIME)) return true;
  if (features !== undefined) return cells.some((cell) => features.includes(cell) && !isNumber(cell));
  return type !== 'string' && cells.every((cell) => !isMissing(cell) && !isNumber(cell) && !isTruth(cell));
}

function isTruth(cell: string): boolean {
  return cell === 'true' || cell === 'false';
}

function named(cells: readonly string[], { features, shape }: TensorSpec, where: string): Columns {
  const time = features?.includes(TIME) ? -1 : cells.indexOf(TIME);
  const others = cells.flatMap((_, i) => (i === time ? [] : [i]));
  const values = features === undefined ? others : features.map((feature) => cells.indexOf(feature));
  const unknown = features === undefined ? [] : others.filter((i) => !features.includes(cells[i]));
  const missing = values.filter((i) => i === -1).length;
  if (missing > 0 || unknown.length > 0 || new Set(cells).size < cells.length) {
    const what = `columns (${missing} of the input's missing, ${unknown.length} others)`;
    throw invalid(what, 'each feature of the input once, and time', where);
  }
  mustFit(values.length, shape, where);
  return { ...(time === -1 ? {} : { time }), values, count: cells.length };
}

function unnamed(cells: readonly string[], { shape }: TensorSpec, where: string): Columns {
  mustFit(cells.length, shape, where);
  return { values: cells.map((_, i) => i), count: cells.length };
}

function mustFit(columns: number, shape: TensorSpec['shape'], where: string): void {
  const wanted = shape.length < 2 ? 1 : shape[1];
  if (typeof wanted === 'number' && columns !== wanted) throw invalid(`columns (${columns})`, `${wanted}`, where);
}

function requestOf({ cells, where }: Line, columns: Columns, { type, shape, features }: TensorSpec): RecordedRequest {
  if (cells.length !== columns.count)
    throw invalid(`fields (${cells.length})`, `${columns.count}, as in the first line`, where);
  const row = columns.values.map((i, position) =>
    cellValue(cells[i], type, `${where}, column ${features?.[position] ?? i + 1}`),
  );
  const { time } = columns;
  return {
    request: { body: { instances: [shape.length < 2 ? row[0] : row] } },
    ...(time === undefined ? {} : { time: requestTime(timeOf(cells[time]), where) }),
    where,
  };
}

function timeOf(cell: string): unknown {
  return isNumber(cell) ? Number(cell) : cell;
}

function invalid(what: string, limit: string, where: string): InferenceError {
  return new InferenceError('TrafficInvalid', `${what}: ${limit}. write one row of the model's input a line`, where);
}
