import { InferenceError } from '@inference-constructs/core/out/errors';
import type { GoldenCase } from '@inference-constructs/core/out/model/golden';
import { readJsonRequest } from './codec/json-request';
import { fromFloat16 } from './codec/float16';
import { batchAxis, Batching } from './engine/batching';
import type { Tensor, Tensors } from './engine/engine';
import type { Predictor } from './predict/predictor';
import type { Trial } from './trial';

const TOLERANCE = 1e-4;

/** A run that takes longer is made for one case at a time: many at once would take much memory for good. */
const QUICK_MS = 2;
const MOST_TOGETHER = 256;

/** Runs the recorded cases: does the model compute here what it computed where it was made? */
export async function checkGolden(
  cases: readonly GoldenCase[],
  predictor: Predictor,
  trial: Trial,
  file = 'golden.jsonl',
): Promise<void> {
  trial.begin();
  const rest = cases.slice(1);
  const milliseconds = await checkEach(cases.slice(0, 1), predictor, trial, { file, number: 1 });
  const isDone = milliseconds < QUICK_MS && rest.length > 1 && (await agreeTogether(rest, predictor, trial));
  if (!isDone) {
    await checkEach(rest, predictor, trial, { file, number: 2 });
  }
}

/** Throws at the first that differs; gives the time that the last run took. */
async function checkEach(
  cases: readonly GoldenCase[],
  predictor: Predictor,
  trial: Trial,
  first: { readonly file: string; readonly number: number },
): Promise<number> {
  const { file } = first;
  let { number } = first;
  let taken = 0;
  for (const golden of cases) {
    const { outputs, milliseconds } = await predictor.predict(requestOf(golden, predictor));
    trial.check();
    const difference = differenceFrom(golden, outputs);
    if (difference !== undefined) {
      throw new InferenceError(
        'GoldenMismatch',
        `${file}, case ${number}, ${difference} away from what was recorded. ` +
          'Record the cases with the model that is deployed, or deploy the model they were recorded with.',
      );
    }
    number++;
    taken = milliseconds;
  }
  return taken;
}

/** Whether all agree as rows of a few large requests, which takes a tenth of the time. If not, nothing is said of any. */
async function agreeTogether(cases: readonly GoldenCase[], predictor: Predictor, trial: Trial): Promise<boolean> {
  const { signature } = predictor.manifest;
  if (batchAxis(signature) === undefined) {
    return false;
  }
  const batching = new Batching(signature, Infinity);
  try {
    for (let start = 0; start < cases.length; start += MOST_TOGETHER) {
      const some = cases.slice(start, start + MOST_TOGETHER);
      const { feeds, rowsOfEach } = together(some, predictor);
      const runs = batching.split(await predictor.predict(feeds), rowsOfEach, batching.rowsOf(feeds));
      trial.check();
      if (runs?.every(({ outputs }, at) => differenceFrom(some[at], outputs) === undefined) !== true) {
        return false;
      }
    }
    return true;
  } catch {
    return false;
  }
}

/** One request of the rows of all: reading each by itself takes a start longer. Throws where their shapes differ. */
function together(
  cases: readonly GoldenCase[],
  { manifest: { signature } }: Predictor,
): { feeds: Tensors; rowsOfEach: number[] } {
  const rowsOf = ({ inputs }: GoldenCase, name: string) => inputs[name] as readonly unknown[];
  const inputs = Object.fromEntries(
    signature.inputs.map(({ name }) => [name, cases.flatMap((golden) => rowsOf(golden, name))]),
  );
  const [{ name: first }] = signature.inputs;
  return {
    feeds: readJsonRequest({ inputs }, signature),
    rowsOfEach: cases.map((golden) => rowsOf(golden, first).length),
  };
}

function requestOf({ inputs }: GoldenCase, predictor: Predictor): Tensors {
  return readJsonRequest({ inputs }, predictor.manifest.signature);
}

function differenceFrom({ outputs, tolerance = TOLERANCE }: GoldenCase, got: Tensors): string | undefined {
  for (const name of Object.keys(outputs)) {
    const difference = compare(got[name], flatten(outputs[name]), tolerance);
    if (difference !== undefined) {
      return `output '${name}' (${difference}): at most ${tolerance}`;
    }
  }
  return undefined;
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
  for (let index = 0; index < expected.length; index++) {
    const value = expected[index];
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
