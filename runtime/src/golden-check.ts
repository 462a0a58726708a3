import { InferenceError } from '@inference-constructs/core/out/errors';
import type { GoldenCase } from '@inference-constructs/core/out/model/golden';
import { readJsonRequest } from './codec/json-request';
import { fromFloat16 } from './codec/float16';
import type { Tensor } from './engine/engine';
import type { Predictor } from './predict/predictor';
import type { Trial } from './trial';

const TOLERANCE = 1e-4;

/** Runs the recorded cases: does the model compute here what it computed where it was made? */
export async function checkGolden(
  cases: readonly GoldenCase[],
  predictor: Predictor,
  trial: Trial,
  file = 'golden.jsonl',
): Promise<void> {
  trial.begin();
  for (const [position, { inputs, outputs, tolerance = TOLERANCE }] of cases.entries()) {
    const prediction = await predictor.predict(readJsonRequest({ inputs }, predictor.manifest.signature));
    trial.check();
    for (const [name, expected] of Object.entries(outputs)) {
      const difference = compare(prediction.outputs[name], flatten(expected), tolerance);
      if (difference !== undefined) {
        throw new InferenceError(
          'GoldenMismatch',
          `${file}, case ${position + 1}, output '${name}' (${difference}): at most ${tolerance} away from what was recorded. ` +
            'Record the cases with the model that is deployed, or deploy the model they were recorded with.',
        );
      }
    }
  }
}

/** How an output differs; undefined where it does not. */
function compare(got: Tensor | undefined, expected: readonly unknown[], tolerance: number): string | undefined {
  if (got === undefined) {
    return 'the model has no such output';
  }
  if (got.data.length !== expected.length) {
    return `${got.data.length} values instead of ${expected.length}`;
  }
  let largest = 0;
  for (const [index, value] of expected.entries()) {
    const actual = got.data[index];
    if (got.type === 'string') {
      if (actual !== value) {
        return 'another text';
      }
    } else {
      const number = got.type === 'float16' ? fromFloat16(Number(actual)) : Number(actual);
      const distance = Math.abs(number - Number(value));
      largest = distance <= largest ? largest : distance;
    }
  }
  return largest <= tolerance ? undefined : `off by ${largest.toPrecision(3)}`;
}

function flatten(nested: unknown): unknown[] {
  return Array.isArray(nested) ? nested.flat(Infinity) : [nested];
}
