import type { Signature } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { checkDepth, decodeText } from './json-text';
import { readRows } from './rows';

/** One row a line. */
export function readJsonLinesRequest(body: Buffer, signature: Signature): Tensors {
  checkDepth(body);
  const lines = decodeText(body).split('\n');
  if (lines[lines.length - 1] === '') {
    lines.pop();
  }
  return readRows(lines.map(parseLine), signature);
}

function parseLine(line: string, row: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Fault('BodyInvalid', `Row ${row} is not JSON.`, { expected: 'JSON', got: 'other text' });
  }
}
