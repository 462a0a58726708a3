import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '@inference-constructs/rehearsal/report/source/read-source';
import { temporaryFolder } from '../support/assembly';
import { changes, compared } from './support/compared';

const folder = temporaryFolder();

/** Writes files of one output directory. */
function output(name: string, files: Record<string, unknown>): string {
  const directory = join(folder, name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(directory, file, '..'), { recursive: true });
    writeFileSync(join(directory, file), JSON.stringify(content));
  }
  return directory;
}

function nested(name: string, description: string): string {
  const inner = { Type: 'AWS::CloudFormation::Stack', Properties: {}, Metadata: { 'aws:asset:path': 'inner.json' } };
  const properties = { templateFile: 'App.template.json' };
  return output(name, {
    'manifest.json': { artifacts: { App: { type: 'aws:cloudformation:stack', properties } } },
    'App.template.json': { Resources: { Inner: inner } },
    'inner.json': { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Description: description } } } },
  });
}

test('a nested stack is a stack of its own, below its parent', () => {
  const report = compared(readSource(nested('old', 'a'), '1'), readSource(nested('new', 'b'), '2'));
  expect(report.resources.map(({ stack, id }) => `${stack} ${id}`)).toEqual(['App/Inner Role']);
});

test('a stack that is gone stays until it is destroyed', () => {
  const gone = output('gone', { 'manifest.json': { artifacts: {} } });
  const report = compared(readSource(nested('was', 'a'), '1'), readSource(gone, '2'));
  expect(report.notes).toEqual([
    'stack App is not in the new output: it stays, and is billed, until it is destroyed by itself',
  ]);
});

test('a folder of Terraform JSON has one name, wherever it lies', () => {
  const folderOf = (name: string, memory: number) =>
    output(name, { 'main.tf.json': { resource: { aws_lambda_function: { f: { memory_size: memory } } } } });
  const report = compared(readSource(folderOf('tf-old', 128), '1'), readSource(folderOf('tf-new', 256), '2'));
  expect(report.engine).toBe('terraform');
  expect(changes(report)).toEqual({ 'aws_lambda_function.f': 'update: updates MemorySize' });
});
