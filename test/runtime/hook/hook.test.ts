import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { AwsStandIn, type Asked, type Reply } from '../support/aws-stand-in';
import { bundleRuntime, example } from '../support/bundles';
import { heldOutCases } from '../support/held-out';
import { LambdaProcess } from '../support/lambda-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const folder = mkdtempSync(join(tmpdir(), 'hook-'));
/** The version about to get traffic. */
const version = new LambdaProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: example('v2') });
const EVENT = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'e-1' };
const MINUTE = 60_000;

const cases = heldOutCases('v1').map(({ inputs, outputs }) => {
  const [malignant, benign] = outputs.probabilities[0];
  return { inputs, label: malignant > benign ? 'malignant' : 'benign' };
});

let standIn: AwsStandIn;
let answer: (asked: Asked) => Reply | Promise<Reply>;
let hooks: LambdaProcess[] = [];

beforeEach(async () => {
  answer = invokeTheVersion;
  standIn = await AwsStandIn.start((asked) =>
    asked.what.startsWith('POST /2015-03-31') ? answer(asked) : { body: { lifecycleEventHookExecutionId: 'e-1' } },
  );
});
afterEach(async () => {
  await Promise.all(hooks.map((hook) => hook.stop()));
  hooks = [];
  await standIn.stop();
});
afterAll(async () => {
  await version.stop();
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** As Lambda does: the client context arrives beside the event, and an error in a header. */
async function invokeTheVersion({ headers, body }: Asked): Promise<Reply> {
  const context = headers['x-amz-client-context'] as string | undefined;
  const clientContext = context && (JSON.parse(Buffer.from(context, 'base64').toString()) as object);
  const { result, error } = await version.invoke(body, 1000, clientContext || undefined);
  return error === undefined ? { body: result } : { headers: { 'x-amz-function-error': 'Unhandled' }, body: error };
}

/** A hook deployed with the labelled cases of a package. */
function deploy(minimum: number, labelled: readonly unknown[] = cases): LambdaProcess {
  const code = mkdtempSync(join(folder, 'code-'));
  cpSync(join(bundles.directory, 'hook'), code, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(example('v2'), 'model.json'), 'utf8')) as ModelManifest;
  const acceptance = { metric: 'accuracy', minimum };
  writeFileSync(join(code, 'model.json'), JSON.stringify({ ...manifest, acceptance }));
  writeFileSync(join(code, 'acceptance.jsonl'), labelled.map((each) => JSON.stringify(each)).join('\n'));
  const variables = { INFERENCE_HOOK_FUNCTION: 'Classifier', INFERENCE_HOOK_VERSION: '7', ...standIn.variables };
  const hook = new LambdaProcess(code, variables, 'index.js');
  hooks.push(hook);
  return hook;
}

const statuses = () =>
  standIn.asked.filter(({ what }) => what === 'PutLifecycleEventHookExecutionStatus').map(({ body }) => body);
const told = (status: string) => [{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'e-1', status }];

test('a version that reaches the minimum is let through', async () => {
  const { result } = await deploy(0.5).invoke(EVENT, MINUTE);
  expect(result).toEqual({
    status: 'Succeeded',
    reason: expect.stringMatching(
      new RegExp(`^accuracy of version 7 \\(0\\.\\d{4} over ${cases.length} cases\\): at least 0\\.5$`),
    ) as string,
  });
  expect(statuses()).toEqual(told('Succeeded'));
});

test('the version itself is asked, by its number and signed, and counts none of it', async () => {
  await deploy(0.5, cases.slice(0, 3)).invoke(EVENT, MINUTE);
  const asked = standIn.asked.filter(({ what }) => what.startsWith('POST'));
  expect(asked.map(({ what }) => what)).toEqual(
    Array(3).fill('POST /2015-03-31/functions/Classifier/invocations?Qualifier=7'),
  );
  for (const { headers } of standIn.asked) {
    expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-north-1\//);
    expect(headers['x-amz-security-token']).toBe('token');
  }
  // An ordinary request is counted: what was counted before it would be there too.
  await version.invoke({ inputs: cases[0].inputs });
  const lines = (await version.lines(1)) as { Predictions: number }[];
  expect(lines.map(({ Predictions }) => Predictions)).toEqual([1]);
});

test('a version below the minimum is stopped', async () => {
  const wrong = cases.map(({ inputs, label }) => ({ inputs, label: label === 'benign' ? 'malignant' : 'benign' }));
  const { result } = await deploy(0.93, wrong).invoke(EVENT, MINUTE);
  expect(result).toEqual({
    status: 'Failed',
    reason: expect.stringMatching(
      /^accuracy of version 7 \(0\.\d{4} over \d+ cases\): must be at least 0\.93$/,
    ) as string,
  });
  expect(statuses()).toEqual(told('Failed'));
});

test('a version that fails is stopped, and the case is named without what is in it', async () => {
  answer = () => ({ headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorMessage: 'secret' } });
  const { result } = await deploy(0.5, cases.slice(0, 1)).invoke(EVENT, MINUTE);
  expect(result).toEqual({
    status: 'Failed',
    reason: 'version 7 was not scored: acceptance.jsonl, case 1: the invocation failed',
  });
  expect(statuses()).toEqual(told('Failed'));
});

test('a refusal of the version is named by its code', async () => {
  answer = () => ({ body: { error: { code: 'FeatureMissing', error: 'secret' } } });
  const { result } = await deploy(0.5, cases.slice(0, 1)).invoke(EVENT, MINUTE);
  expect(result).toMatchObject({ reason: 'version 7 was not scored: acceptance.jsonl, case 1: FeatureMissing' });
});

test('invocations that are throttled come again', async () => {
  let refused = 0;
  answer = (asked) =>
    refused++ < 2 ? { status: 429, body: { Reason: 'ConcurrentInvocationLimitExceeded' } } : invokeTheVersion(asked);
  const { result } = await deploy(0.01, cases.slice(0, 1)).invoke(EVENT, MINUTE);
  expect(result).toMatchObject({ status: 'Succeeded' });
  expect(refused).toBe(3);
});

test('CodeDeploy is told before the function runs out of time', async () => {
  answer = () => new Promise(() => {});
  const { result } = await deploy(0.5, cases.slice(0, 1)).invoke(EVENT, 20_300);
  expect(result).toEqual({
    status: 'Failed',
    reason: 'version 7 was not scored: not all cases were answered in time',
  });
  expect(statuses()).toEqual(told('Failed'));
});

test('a permission that is missing is told', async () => {
  answer = () => ({
    status: 403,
    headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    body: { Message: 'not authorized to perform: lambda:InvokeFunction' },
  });
  const { result } = await deploy(0.5, cases.slice(0, 1)).invoke(EVENT, MINUTE);
  expect(result).toMatchObject({
    reason: 'version 7 was not scored: not authorized to perform: lambda:InvokeFunction',
  });
});
