// First: it stands in for what the constructs read.
import { directory } from './support/assets';
import { diagnosis, IMAGE, models } from './support/synth';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { InferenceEndpoint, OnnxFunction } from '@inference-constructs/cdktf';
import { InferenceTemplate } from '@inference-constructs/cdktf/testing';
import type { ModelPackage } from '@inference-constructs/core';
import { ModelLock } from '@inference-constructs/core';
import { lockCommand } from '@inference-constructs/rehearsal/lock/lock-command';

const folder = join(directory, 'app');
mkdirSync(join(folder, 'models'), { recursive: true });
cpSync(join(models, 'v1'), join(folder, 'models', 'v1'), { recursive: true });
const file = join(folder, 'model.lock.json');
lockCommand({ directories: [join(folder, 'models', 'v1')], lock: file });
const pinned = () => ModelLock.fromFile(file).model('diagnosis');

const newApp = () => Testing.stubVersion(new App({ outdir: mkdtempSync(join(directory, 'out-')), stackTraces: false }));

function serving(app: App, id: string, region: string, account: string, count: number, model: ModelPackage) {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'aws', { region, allowedAccountIds: [account] });
  new OnnxFunction(stack, 'Function', { model, reservedConcurrency: 10 * count });
  const endpoint = new InferenceEndpoint(stack, 'Endpoint', { model, instanceCount: count, ...IMAGE });
  const scaling = endpoint.autoScaleInstanceCount({ minCapacity: count, maxCapacity: 2 * count });
  scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 * count });
  return stack;
}

function stages(ofProd = pinned()) {
  const app = newApp();
  const stacks = [
    serving(app, 'dev', 'eu-west-1', '111111111111', 2, pinned()),
    serving(app, 'prod', 'eu-central-1', '222222222222', 8, ofProd),
  ];
  return stacks.map((stack) => InferenceTemplate.fromStack(stack));
}

test('stages made from one lock differ in their environment only', () => {
  const [dev, prod] = stages();
  dev.differsInEnvironmentOnly(prod);
  prod.differsInEnvironmentOnly(dev);
});

test('another model is told', () => {
  const [dev, prod] = stages(diagnosis('v2'));
  expect(() => dev.differsInEnvironmentOnly(prod)).toThrow(
    `Function/Function AWS::Lambda::Function: Environment.Variables.INFERENCE_MODEL_DIGEST ("${pinned().digest}"): "${diagnosis('v2').digest}" in the other`,
  );
});

test('files that are not those of the lock stop the synth', () => {
  const other = join(directory, 'changed');
  mkdirSync(join(other, 'models'), { recursive: true });
  cpSync(join(models, 'v1'), join(other, 'models', 'v1'), { recursive: true });
  const lock = join(other, 'model.lock.json');
  lockCommand({ directories: [join(other, 'models', 'v1')], lock });
  writeFileSync(join(other, 'models', 'v1', 'note.txt'), 'changed');
  const make = () =>
    serving(newApp(), 'dev', 'eu-west-1', '111111111111', 2, ModelLock.fromFile(lock).model('diagnosis'));
  expect(make).toThrow(/^dev\/Function: model \(diagnosis 1\.0\.0, sha256:.*pins diagnosis 1\.0\.0, sha256:/);
});
