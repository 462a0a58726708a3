import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { Fault } from '../errors';
import { toAnswer } from './answer';
import type { Prediction } from './prediction';

/** One line a row: its part of every output and, where the model has classes, its class. */
export function toJsonLines(prediction: Prediction, manifest: ModelManifest): string {
  const { outputs, classes, fallback } = toAnswer(prediction, manifest);
  const names = Object.keys(outputs);
  const columns = names.map((name) => outputs[name]);
  let text = '';
  for (let row = 0; row < prediction.rows; row++) {
    const line = Object.fromEntries(
      names.map((name, at) => {
        const column = columns[at];
        if (!Array.isArray(column) || column.length !== prediction.rows) {
          throw rowless();
        }
        return [name, column[row]];
      }),
    );
    text += `${JSON.stringify({ outputs: line, class: classes?.[row], fallback })}\n`;
  }
  return text;
}

/** Refused before the model runs. */
export function checkJsonLinesAnswer(manifest: ModelManifest): void {
  if (!answersRows(manifest)) {
    throw rowless();
  }
}

/** Whether every output has a part for each row of a request. */
export function answersRows({ signature }: ModelManifest): boolean {
  return signature.outputs.every(({ shape }) => typeof shape[0] === 'string');
}

function rowless(): Fault {
  const type = 'application/jsonlines';
  return new Fault('AnswerTypeUnavailable', `${type} holds rows, the model has outputs without: accept JSON.`, {
    field: 'accept',
    expected: 'application/json',
    got: type,
  });
}
