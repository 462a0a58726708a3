import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { playBatch } from '@inference-constructs/rehearsal/batch/play-batch';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Stack } from 'aws-cdk-lib/core';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';

const folder = temporaryFolder();
const invoker = new ProcessInvoker(bundles().host);

/** A machine that calls a function whose code is in the template, where it names a bucket of the stack. */
function played(source: (bucket: string) => string) {
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk-')) });
  const stack = new Stack(app, 'Batch');
  const { bucketName } = new Bucket(stack, 'Rows');
  const code = Code.fromInline(source(bucketName));
  const fn = new Function(stack, 'Inline', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code });
  const definition = { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: fn.functionArn, End: true } } };
  const machine = new StateMachine(stack, 'Machine', {
    definitionBody: DefinitionBody.fromString(stack.toJsonString(definition)),
  });
  fn.grantInvoke(machine);
  const to = app.synth().directory;
  return playBatch({ to, input: [folder], output: mkdtempSync(join(folder, 'output-')) }, { invoker });
}

test('code in the template runs as CloudFormation would deploy it', async () => {
  const result = await played(
    () => "const { sep } = require('path'); exports.handler = async () => ({ sep, __filename });",
  );
  expect(result).toMatchObject({ verdict: 'succeeded', notPlayed: [] });
  const { sep, __filename } = JSON.parse(String(result.output)) as Record<string, string>;
  expect([sep, __filename.split('/').at(-1)]).toEqual(['/', 'index.js']);
});

test('what only a deployment knows of it is a stand-in, and told', async () => {
  const { output, substitutions } = await played((bucket) => `exports.handler = async () => '${bucket}';`);
  expect(output).toMatch(/^"Batch-Rows[0-9A-F]{8}"$/);
  expect(substitutions).toContainEqual(expect.stringMatching(/^stand-ins in the inline code of the function: Rows/));
});

test('what CloudFormation alone has is not made up', async () => {
  const { verdict, reason } = await played(() => "const r = require('cfn-response'); exports.handler = async () => r;");
  expect(verdict).toBe('undetermined');
  expect(reason).toContain('its inline code uses cfn-response, which only CloudFormation has');
});
