import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { describe } from '../log';
import type { Listening } from './listen';
import { serve } from './serve';

/** In: x, two floats a row. Out: y, the same, which is x times a matrix of weights. */
const MODEL =
  'CAg6bgoRCgF4CgF3EgF5IgZNYXRNdWwSCGlkZW50aXR5KhsIAggCEAFCAXdKEAAAgD8AAAAAAAAAAAAAgD9aGAoBeBITChEIARINCgcSBWJhdGNo' +
  'CgIIAmIYCgF5EhMKEQgBEg0KBxIFYmF0Y2gKAggCQgIQDQ==';
const MANIFEST = {
  name: 'practice',
  version: '1.0.0',
  signature: {
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 2], features: ['one', 'other'] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['batch', 2] }],
  },
  classes: { output: 'y', names: ['first', 'second'] },
};
const ROWS = [
  [1, 0],
  [0, 1],
  [0.5, 0.25],
];

/**
 * `node server.js compile`: runs once what a start and a first request run, with a model of its own, for `start.js` to
 * keep the code. Resolves to the exit code.
 */
export async function practise(script: string): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'inference-practice-'));
  try {
    writeFileSync(join(directory, 'model.onnx'), Buffer.from(MODEL, 'base64'));
    writeFileSync(join(directory, 'model.json'), JSON.stringify(MANIFEST));
    const cases = ROWS.map((row) => JSON.stringify({ inputs: { x: [row] }, outputs: { y: [row] } }));
    writeFileSync(join(directory, 'golden.jsonl'), cases.join('\n'));
    Object.assign(process.env, {
      [Environment.MODEL_DIRECTORY]: directory,
      [Environment.DEVICE]: 'cpu',
      SAGEMAKER_BIND_TO_PORT: '0',
    });
    let answered = 'no answer';
    const exitCode = await serve(script, (place) => {
      void ask(place)
        .then(
          (status) => (answered = String(status)),
          (error: unknown) => (answered = describe(error).message),
        )
        .finally(() => process.kill(process.pid, 'SIGTERM'));
    });
    // What failed by itself has said so.
    if (exitCode === 0 && answered !== '200') {
      throw new InferenceError(
        'PracticeFailed',
        `the request of 'compile' (${answered}): must be answered with 200. Compile without variables that limit the server.`,
      );
    }
    return exitCode;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function ask(place: Listening): Promise<number> {
  const server = `http://127.0.0.1:${'port' in place ? place.port : ''}`;
  await (await fetch(`${server}/ping`)).text();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ instances: ROWS });
  const answer = await fetch(`${server}/invocations`, { method: 'POST', headers, body });
  await answer.text();
  return answer.status;
}
