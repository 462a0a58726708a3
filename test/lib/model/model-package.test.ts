import * as path from 'node:path';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import { ModelPackage } from '@inference-constructs/core/out/model/model-package';
import { faultOf } from './support/faults';
import { MANIFEST, writePackage } from './support/packages';

const EXAMPLE = path.join(__dirname, '../../../examples/diagnosis/models/v1');

test('shows what a package is', () => {
  const model = ModelPackage.fromDirectory(EXAMPLE);
  const { digest, bytes, graph } = loadModelPackage(EXAMPLE);
  expect(model).toMatchObject({
    directory: EXAMPLE,
    name: 'diagnosis',
    version: '1.0.0',
    digest,
    bytes,
    files: ['golden.jsonl', 'model.json', 'model.onnx'],
    parameterCount: graph.parameterCount,
    parameterBytes: 4 * graph.parameterCount,
    inputNames: ['features'],
    outputNames: ['probabilities'],
    classNames: ['malignant', 'benign'],
    operators: Object.keys(graph.opTypes),
  });
});

test('a regression has no classes, and a package may have no description', () => {
  const model = ModelPackage.fromDirectory(writePackage());
  expect([model.classNames, model.description]).toEqual([[], undefined]);
});

test('holds only what every language can carry', () => {
  const model = ModelPackage.fromDirectory(EXAMPLE);
  const members = Object.entries(Object.getOwnPropertyDescriptors(ModelPackage.prototype))
    .filter(([, { get }]) => get !== undefined)
    .map(([name]) => model[name as keyof ModelPackage]);
  expect(members.length).toBeGreaterThan(10);
  for (const member of members) {
    for (const item of Array.isArray(member) ? (member as unknown[]) : [member]) {
      expect(['string', 'number', 'undefined']).toContain(typeof item);
    }
  }
});

test('a relative path counts from the working directory', () => {
  expect(ModelPackage.fromDirectory(path.relative(process.cwd(), EXAMPLE)).directory).toBe(EXAMPLE);
});

test('engines reach what was read, without reading again', () => {
  const model = ModelPackage.fromDirectory(writePackage());
  expect(loadedPackage(model)).toBe(loadedPackage(model));
  expect(loadedPackage(model).manifest).toEqual(MANIFEST);
});

test('engines reach a package made by another copy of this module', () => {
  const model = ModelPackage.fromDirectory(writePackage());
  const foreign = { directory: model.directory } as ModelPackage;
  expect(loadedPackage(foreign)).toEqual(loadedPackage(model));
});

test('a faulty package is refused when it is read, so that the construct that reads it can be named', () => {
  const directory = writePackage({ 'model.onnx': 'no model' });
  const model = ModelPackage.fromDirectory(directory);
  expect(faultOf(() => model.name)).toEqual({
    code: 'ModelFileInvalid',
    message: `${directory}/model.onnx (another format): must be an ONNX model. export it again`,
  });
});
