import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { HANDLER } from '@inference-constructs/core/out/serving/function-image';
import { bundleRuntime, example, ROOT } from '../support/bundles';
import { LambdaProcess } from '../support/lambda-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());
const folder = join(bundles.directory, 'function-image');
const lines = readFileSync(join(folder, 'Dockerfile'), 'utf8').split('\n');
/** Of the last stage: what is copied, and to where below the task root. */
const copied = lines
  .slice(lines.findIndex((line) => line.includes('public.ecr.aws/lambda')))
  .flatMap((line) => /^COPY (?:--from=modules )?(\S+) \$\{LAMBDA_TASK_ROOT\}\/(.*)$/.exec(line)?.slice(1) ?? [])
  .reduce<[string, string][]>((pairs, text, i, all) => (i % 2 === 0 ? [...pairs, [text, all[i + 1]]] : pairs), []);

test('the image starts the handler that a zip names', () => {
  expect(lines.filter((line) => line.startsWith('CMD'))).toEqual([`CMD ["${HANDLER}"]`]);
});

test('all that the Dockerfile copies is in the folder, but for the model package', () => {
  const sources = lines.flatMap((line) => /^COPY (?!--from)(\S+)/.exec(line)?.[1] ?? []);
  expect(sources).toEqual(['package.json', 'prune.sh', 'handler/', 'model/']);
  expect(sources.filter((source) => !existsSync(join(folder, source)))).toEqual(['model/']);
});

test('what the image holds answers: modules, handler and model laid out as the Dockerfile says', async () => {
  expect(copied).toEqual([
    ['/opt/program/node_modules', 'node_modules'],
    ['handler/', ''],
    ['model/', 'model/'],
  ]);
  const task = join(bundles.directory, 'task');
  mkdirSync(task);
  symlinkSync(join(ROOT, 'node_modules'), join(task, 'node_modules'));
  cpSync(join(folder, 'handler'), task, { recursive: true });
  cpSync(example('v1'), join(task, 'model'), { recursive: true });
  const lambda = new LambdaProcess(task, { LAMBDA_TASK_ROOT: task }, 'index.mjs');
  const { inputs } = JSON.parse(readFileSync(join(task, 'model', 'golden.jsonl'), 'utf8').split('\n')[0]) as {
    inputs: object;
  };
  expect(await lambda.invoke({ inputs })).toMatchObject({ result: { model: { name: 'diagnosis', version: '1.0.0' } } });
  await lambda.stop();
});
