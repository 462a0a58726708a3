import type { Signature, TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { checkDims, ragged, shapeMismatch } from './dims';
import { elementFault } from './element-fault';
import { splitCsvLine } from './csv-line';
import { writerFor } from './missing';
import { allocate, elementCount } from './tensor-data';

/** The input that rows of CSV can fill; undefined where JSON is the only way. */
export function csvInput(signature: Signature): TensorSpec | undefined {
  const [spec] = signature.inputs;
  const rank = spec.shape.length;
  return signature.inputs.length === 1 && (rank === 1 || rank === 2) ? spec : undefined;
}

/** One row a line, no header line, no line breaks inside a field. */
export function readCsvRequest(text: string, signature: Signature): Tensors {
  const spec = csvInput(signature);
  if (spec === undefined) {
    throw new Fault('ContentTypeUnknown', 'text/csv needs a model with one input of at most two axes: send JSON.', {
      field: 'content-type',
      expected: 'application/json',
      got: 'text/csv',
    });
  }
  const lines = splitLines(text);
  const columns = lines.length === 0 ? 0 : splitCsvLine(lines[0]).length;
  const dims = spec.shape.length === 1 ? [lines.length * columns] : [lines.length, columns];
  checkDims(spec, dims);
  // A row of n columns takes n bytes at least: anything else is ragged, whatever its first line claims.
  if (elementCount(dims) > text.length + 1) {
    throw ragged(spec);
  }
  const data = allocate(spec.type, elementCount(dims));
  const write = writerFor(spec, isMissing);
  lines.forEach((line, row) => {
    const fields = splitCsvLine(line);
    if (fields.length !== columns) {
      throw typeof spec.shape[1] === 'number' ? shapeMismatch(spec, `a row of ${fields.length}`) : ragged(spec);
    }
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const misfit = write(fieldValue(fields[column], spec.type), data, index);
      if (misfit !== undefined) {
        const hint = row === 0 && misfit.code === 'TypeMismatch' ? ' text/csv takes no header line.' : '';
        const fault = elementFault(spec, dims, index, misfit);
        throw new Fault(fault.code, `${fault.message}${hint}`, fault.detail);
      }
    }
  });
  return { [spec.name]: { type: spec.type, dims, data } };
}

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') {
    lines.pop();
  }
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** numpy writes `nan` where others leave a field empty. */
function isMissing(value: unknown): boolean {
  return value === null || (typeof value === 'string' && /^[+-]?nan$/i.test(value));
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A field as the value that JSON would have held. */
function fieldValue(field: string, type: TensorType): unknown {
  if (type === 'string') {
    return field;
  }
  const text = field.trim();
  if (text === '') {
    return null;
  }
  if (type === 'bool') {
    return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  }
  if (type === 'int64' || type === 'uint64') {
    return text;
  }
  return NUMBER.test(text) ? Number(text) : text;
}
