import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calledFunction } from '@inference-constructs/rehearsal/assembly/called-function';
import type { StackContents } from '@inference-constructs/rehearsal/assembly/stack-contents';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { Alias, CfnAlias, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { temporaryFolder } from '../support/assembly';

const folder = temporaryFolder();
const [TEST, PRODUCTION] = ['111111111111', '222222222222'];
let stacks: readonly StackContents[];

beforeAll(() => {
  const code = mkdtempSync(join(folder, 'code-'));
  writeFileSync(join(code, 'index.js'), 'exports.handler = async () => 1;');
  const app = new App({ outdir: join(folder, 'cdk') });
  for (const [id, account] of Object.entries({ Test: TEST, Production: PRODUCTION })) {
    const stack = new Stack(app, id, { env: { account, region: 'eu-west-1' } });
    const given = { handler: 'index.handler', code: Code.fromAsset(code) };
    const fn = new Function(stack, 'Scores', { ...given, functionName: 'scores', runtime: new Runtime('nodejs22.x') });
    new Function(stack, 'Other', { ...given, functionName: 'other', runtime: Runtime.PYTHON_3_13 });
    new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    const { functionName } = fn;
    new CfnAlias(stack, 'Old', { name: 'old', functionName, functionVersion: '7' });
    new CfnAlias(stack, 'Next', { name: 'next', functionName, functionVersion: '$LATEST' });
  }
  ({ stacks } = new SynthesizedOutputReader().read(app.synth().directory, '1'));
});

const arn = (account: string, qualified: string): string => `arn:aws:lambda:eu-west-1:${account}:function:${qualified}`;

/** Called from the stack of production. */
function called(name: string, qualifier?: string): unknown {
  const [from] = stacks.filter(({ stack }) => stack.name === 'Production');
  const found = calledFunction(from, stacks, name, qualifier);
  return typeof found === 'string' ? found : [found.arn, found.function.version.number, found.function.path];
}

test.each<[string, string, string | undefined, [arn: string, version: string, path: string]]>([
  ['a name', 'scores', undefined, [arn(PRODUCTION, 'scores'), '$LATEST', 'Production/Scores']],
  ['its latest code', 'scores', '$LATEST', [arn(PRODUCTION, 'scores:$LATEST'), '$LATEST', 'Production/Scores']],
  ['a version', 'scores:1', undefined, [arn(PRODUCTION, 'scores:1'), '1', 'Production/Scores']],
  ['an alias', 'scores', 'live', [arn(PRODUCTION, 'scores:live'), '1', 'Production/Scores']],
  [
    'an alias of its latest code',
    'scores:next',
    undefined,
    [arn(PRODUCTION, 'scores:next'), '$LATEST', 'Production/Scores'],
  ],
  ['an ARN', arn(TEST, 'scores'), undefined, [arn(TEST, 'scores'), '$LATEST', 'Test/Scores']],
  ['a partial ARN', `${TEST}:function:scores:live`, undefined, [arn(TEST, 'scores:live'), '1', 'Test/Scores']],
])('finds the function that is meant by %s', (_, name, qualifier, found) => {
  expect(called(name, qualifier)).toEqual(found);
});

test.each([
  ['that is not there', 'missing', 'function missing is not in the template'],
  ['of another account', arn('333333333333', 'scores'), 'function scores is not in the template'],
  [
    'of another region',
    arn(TEST, 'scores').replace('eu-west-1', 'eu-west-2'),
    'function scores is not in the template',
  ],
  ['by a version of which the code is not there', 'scores:7', 'scores:7 is not in the template'],
  ['by an alias of such a version', 'scores:old', 'scores:old is not in the template'],
  ['by an alias that is not there', 'scores:none', 'scores:none is not in the template'],
  ['in another language', 'other', 'Production/Other: its runtime is python3.13: only Node.js functions are played'],
])('says why it has no function %s', (_, name, why) => {
  expect(called(name)).toBe(why);
});
