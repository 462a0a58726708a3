import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOADABLE } from '@inference-constructs/core/out/catalog/onnxruntime';
import { bytes, int, message, value } from '../../lib/model/support/onnx-builder';
import { runtimeEnvironment, runtimeNode } from '../support/runtime-node';

const folder = mkdtempSync(join(tmpdir(), 'opset-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One node, and what the file says of versions. */
function model(irVersion: number, opsets: Readonly<Record<string, number>>): Buffer {
  const graph = message(
    7,
    message(1, bytes(1, 'x'), bytes(2, 'y'), bytes(4, 'Identity')),
    bytes(2, 'graph'),
    bytes(11, value('x', [1])),
    bytes(12, value('y', [1])),
  );
  const sets = Object.entries(opsets).map(([domain, version]) =>
    message(8, bytes(1, domain === 'ai.onnx' ? '' : domain), int(2, version)),
  );
  return Buffer.concat([int(1, irVersion), graph, ...sets]);
}

/** Which of them onnxruntime loads; in a process of its own, because it refuses jest's typed arrays. */
function loaded(models: readonly Buffer[]): boolean[] {
  const files = models.map((_, i) => join(folder, `${i}.onnx`));
  files.forEach((file, i) => writeFileSync(file, models[i]));
  const program = `const ort = require(process.argv[1]);
    const load = (file) => ort.InferenceSession.create(file, { logSeverityLevel: 4 }).then(() => true, () => false);
    Promise.all(process.argv.slice(2).map(load)).then((done) => console.log(JSON.stringify(done)));`;
  const onnxruntime = createRequire(__filename).resolve('onnxruntime-node');
  const output = execFileSync(runtimeNode(), ['-e', program, onnxruntime, ...files], {
    encoding: 'utf8',
    env: runtimeEnvironment({}),
  });
  return JSON.parse(output.trim().split('\n').at(-1)!) as boolean[];
}

const with17 = (domain: string, version: number) => model(8, { 'ai.onnx': 17, [domain]: version });
const cases = Object.entries(LOADABLE.OPSETS).flatMap(([domain, most]) => [
  { name: `${domain} ${most}`, model: with17(domain, most), loads: true },
  { name: `${domain} ${most + 1}`, model: with17(domain, most + 1), loads: false },
]);
const { IR_VERSION } = LOADABLE;
cases.push(
  { name: `IR ${IR_VERSION}`, model: model(IR_VERSION, { 'ai.onnx': 17 }), loads: true },
  { name: `IR ${IR_VERSION + 1}`, model: model(IR_VERSION + 1, { 'ai.onnx': 17 }), loads: false },
  { name: 'a domain of the author', model: with17('my.domain', 9), loads: true },
);

test('onnxruntime loads what the catalogue says, and nothing newer', () => {
  const results = loaded(cases.map(({ model: file }) => file));
  expect(cases.map(({ name }, i) => [name, results[i]])).toEqual(cases.map(({ name, loads }) => [name, loads]));
});
