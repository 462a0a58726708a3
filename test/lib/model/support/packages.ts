import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { model } from './onnx-builder';

const made: string[] = [];

/** A new directory, removed when the test file ends. */
export function temporaryDirectory(): string {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'model-')));
  made.push(directory);
  return directory;
}

afterAll(() => {
  for (const directory of made) fs.rmSync(directory, { recursive: true, force: true });
});

/** A sound model.json for the small graph of the builder. */
export const MANIFEST = {
  name: 'small',
  version: '1.0.0',
  signature: {
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 3] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['batch', 2] }],
  },
};

export const GOLDEN = '{"inputs":{"x":[[1,2,3]]},"outputs":{"y":[[0.25,0.75]]}}\n';

/** A sound model package; `files` replaces files or, with undefined, leaves them out. */
export function writePackage(files: Readonly<Record<string, string | Buffer | undefined>> = {}): string {
  const directory = temporaryDirectory();
  const sound = { 'model.onnx': model(), 'model.json': JSON.stringify(MANIFEST), 'golden.jsonl': GOLDEN };
  for (const [name, content] of Object.entries({ ...sound, ...files })) {
    if (content === undefined) continue;
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), content);
  }
  return directory;
}
