import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { csvField } from '../codec/csv-line';
import { elementReader } from '../codec/values';
import { Fault } from '../errors';
import type { Prediction } from './prediction';

/** The output that CSV holds: the classes' scores, or the only one; undefined where JSON is the only way. */
export function csvOutput({ classes, signature }: ModelManifest): string | undefined {
  return classes?.output ?? (signature.outputs.length === 1 ? signature.outputs[0].name : undefined);
}

/** The columns of that output, one line a row. */
export function toCsv(prediction: Prediction, manifest: ModelManifest): string {
  const { dims, ...rest } = prediction.outputs[csvOutput(manifest) ?? ''];
  const read = elementReader({ dims, ...rest });
  const rows = dims[0] ?? 1;
  const columns = rows === 0 ? 0 : rest.data.length / rows;
  let text = '';
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = read(row * columns + column);
      text += (column === 0 ? '' : ',') + (typeof value === 'string' ? csvField(value) : String(value));
    }
    text += '\n';
  }
  return text;
}

/** Refused before the model runs. */
export function checkCsvAnswer(manifest: ModelManifest, type = 'text/csv'): void {
  if (csvOutput(manifest) === undefined) {
    throw new Fault('AnswerTypeUnavailable', `${type} holds one output, the model has several: accept JSON.`, {
      field: 'accept',
      expected: 'application/json',
      got: type,
    });
  }
}
