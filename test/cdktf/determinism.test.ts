import { directory } from './support/assets';
import { diagnosis, IMAGE, models, synth } from './support/synth';
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { InferenceEndpoint, OnnxFunction } from '@inference-constructs/cdktf';
import { ModelPackage } from '@inference-constructs/core';

function output(outdir: string, model: ModelPackage): Record<string, string> {
  const stack = new TerraformStack(new App({ outdir, stackTraces: false }), 'Diagnosis');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  // Without one, CDKTF writes the absolute path of a state file.
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  new OnnxFunction(stack, 'Function', { model });
  new InferenceEndpoint(stack, 'Endpoint', { model, ...IMAGE });
  const folder = synth(stack).directory;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(folder.length), readFileSync(file, 'base64')];
    }),
  );
}

const newOutdir = () => mkdtempSync(join(directory, 'out-'));

test('the output is the same wherever it is made and wherever the model lies', () => {
  const elsewhere = join(directory, 'elsewhere');
  cpSync(join(models, 'v1'), elsewhere, { recursive: true });
  const here = output(newOutdir(), diagnosis());
  expect(output(newOutdir(), ModelPackage.fromDirectory(elsewhere))).toEqual(here);
  expect(
    Object.keys(here)
      .map((file) => file.replace(/[0-9A-F]{8}\/[0-9a-f]{32}/, '…'))
      .sort(),
  ).toEqual([
    '/assets/Endpoint_ModelArchive_…/model.tar.gz',
    '/assets/Function_Code_…/code.zip',
    '/assets/Function_RolloutDeployerFiles_Code_…/code.zip',
    expect.stringMatching(/^\/assets\/OnnxruntimeLayerX64Zip\/[0-9a-f]{32}\/layer\.zip$/),
    '/cdk.tf.json',
  ]);
});

test('of a model that changes, only the last version is kept', () => {
  const outdir = newOutdir();
  output(outdir, diagnosis('v1'));
  output(outdir, diagnosis('v2'));
  const staged = join(outdir, '.inference-constructs');
  expect(readdirSync(staged).map((construct) => readdirSync(join(staged, construct)).length)).toEqual([1, 1, 1]);
});

test('a synth runs no program, terraform included', () => {
  const { PATH } = process.env;
  process.env.PATH = newOutdir();
  try {
    expect(Object.keys(output(newOutdir(), diagnosis()))).toContain('/cdk.tf.json');
  } finally {
    process.env.PATH = PATH;
  }
});
