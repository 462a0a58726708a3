import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchResult } from '@inference-constructs/rehearsal/batch/batch-result';
import { batchText } from '@inference-constructs/rehearsal/batch/batch-text';
import { playBatch } from '@inference-constructs/rehearsal/batch/play-batch';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import { heldOutCases } from '../../runtime/support/held-out';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';
import { inputFolder, jobParameters } from './support/batch-app';
import type { FunctionApp, FunctionReference } from './support/function-app';
import { cdkFunctions, cdktfFunctions } from './support/function-app';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const { server, host } = bundles();
const rows = heldOutCases('v1').map(({ inputs }) => `${inputs.features[0].join(',')}\n`);
const INVOKE = 'arn:aws:states:::lambda:invoke';

/** Fails, waits or asks as it is told. */
const SOURCE = `
const ask = (service, method, path, body) => fetch(process.env.AWS_ENDPOINT_URL + path, {
  method,
  body: body && JSON.stringify(body),
  headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/here/' + service + '/aws4_request' },
});
const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
exports.handler = async ({ how, retries, name }, { functionVersion }) => {
  if (how === 'reject') throw Object.assign(new Error('too few rows'), { name: 'Rejected' });
  if (how === 'text') throw 'nothing left';
  if (how === 'sdk') require('@aws-sdk/client-nowhere');
  if (how === 'exit') process.exit(7);
  if (how === 'busy' && retries < 2) throw Object.assign(new Error('later'), { name: 'Busy' });
  if (how === 'late' && retries < 1) await wait(60);
  if (how === 'wait') await wait(60);
  if (how === 'store' || how === 'tell') {
    const response = await ask('s3', 'GET', '/scores/report.json');
    if (how === 'store' && !response.ok) throw new Error('no report');
  }
  if (how === 'call') {
    const response = await ask('lambda', 'POST', '/2015-03-31/functions/' + encodeURIComponent(name) + '/invocations', { how: 'plain' });
    return { status: response.status, body: await response.json() };
  }
  return { how, functionVersion };
};`;

const invoke = (FunctionName: string, more: object = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Parameters: { FunctionName, 'Payload.$': '$' },
  End: true,
  ...more,
});
const one = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
const caught = (state: object, Next = 'Caught') => ({ ...state, Catch: [{ ErrorEquals: ['States.ALL'], Next }] });

/** Prepares what is transformed, and judges what came of it. */
function night({ Prepare, Judge }: Record<string, FunctionReference>, ModelName: string): object {
  const S3DataSource = { S3DataType: 'S3Prefix', 'S3Uri.$': '$.Payload.prefix' };
  const TransformInput = { ContentType: 'text/csv', SplitType: 'Line', DataSource: { S3DataSource } };
  return {
    StartAt: 'Prepare',
    States: {
      Prepare: invoke(Prepare.arn, { End: undefined, Next: 'Transform' }),
      Transform: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sagemaker:createTransformJob.sync',
        Parameters: jobParameters({ ModelName, TransformInput }),
        Next: 'Judge',
      },
      Judge: {
        ...caught({ Type: 'Task', Resource: Judge.arn, ResultPath: '$.verdict', Next: 'Publish' }, 'Refused'),
        Parameters: { 'status.$': '$.TransformJobStatus', 'least.$': '$$.Execution.Input.least' },
      },
      Publish: { Type: 'Pass', InputPath: '$.verdict', End: true },
      Refused: { Type: 'Fail', ErrorPath: '$.Error', CausePath: '$.Cause' },
    },
  };
}

const app: FunctionApp = {
  functions: {
    Prepare: { source: 'exports.handler = async ({ day }) => ({ prefix: `s3://rows/${day}/` });' },
    Judge: {
      source: `exports.handler = async ({ status, least }) => {
        if (least > 0.9) throw new RangeError('accuracy below ' + least);
        return { accepted: status };
      };`,
    },
    Task: { source: SOURCE },
    Short: { source: SOURCE, timeoutSeconds: 1 },
  },
  callers: { Task: 'Short' },
  denied: ['Denied'],
  machines: (functions, model) => {
    const { Task, Short } = functions;
    const Payload = { 'how.$': '$.how', 'retries.$': '$$.State.RetryCount' };
    const retried = { Parameters: { FunctionName: Task.arn, Payload } };
    const Retry = [{ ErrorEquals: ['Busy', 'States.Timeout'], IntervalSeconds: 10, MaxAttempts: 2 }];
    const Caught = { Type: 'Pass', End: true };
    return {
      Night: night(functions, model),
      Call: { StartAt: 'Call', States: { Call: caught(invoke(Task.arn)), Caught } },
      Brief: { StartAt: 'Call', States: { Call: caught(invoke(Short.name)), Caught } },
      Again: one('Call', invoke(Task.arn, { Retry, ...retried })),
      Late: one('Call', invoke(Task.arn, { TimeoutSeconds: 3, Retry, ...retried })),
      Never: one('Call', invoke(Task.arn, { TimeoutSeconds: 1 })),
      Nested: one('All', {
        Type: 'Parallel',
        Branches: ['', ':live', ':7'].map((qualifier, i) => {
          const Parameters = { FunctionName: Task.arn, Payload: { how: 'call', name: `${Short.name}${qualifier}` } };
          return one(`Call${i}`, invoke('', { Parameters, OutputPath: '$.Payload' }));
        }),
        End: true,
      }),
      Forms: one('All', {
        Type: 'Parallel',
        Branches: [
          one('Name', invoke(Task.name)),
          one('Arn', invoke(Task.arn)),
          one('Alias', invoke(Task.alias)),
          one('Qualified', invoke(`${Task.name}:live`)),
          one('Qualifier', {
            ...invoke(Task.name),
            Parameters: { FunctionName: Task.name, Qualifier: 'live', 'Payload.$': '$' },
          }),
          one('Nothing', { ...invoke(Task.name), Parameters: { FunctionName: Task.name } }),
          one('Plain', { Type: 'Task', Resource: Task.arn, End: true }),
          one('PlainAlias', { Type: 'Task', Resource: Task.alias, End: true }),
        ],
        End: true,
      }),
      Denied: { StartAt: 'Call', States: { Call: caught(invoke(Task.arn)), Caught } },
      Absent: {
        StartAt: 'Choose',
        States: {
          Choose: {
            Type: 'Choice',
            Choices: [{ Variable: '$.how', StringEquals: 'version', Next: 'Version' }],
            Default: 'Elsewhere',
          },
          Elsewhere: invoke('elsewhere'),
          Event: { ...invoke(Task.name), Parameters: { FunctionName: Task.name, InvocationType: 'Event' } },
          Version: invoke(`${Task.name}:41`),
        },
      },
    };
  },
};

describe.each<[string, (folder: string, app: FunctionApp) => string]>([
  ['the CDK', cdkFunctions],
  ['CDK for Terraform', cdktfFunctions],
])('functions that a state machine of %s calls', (_, synthesize) => {
  let to: string;
  beforeAll(() => (to = synthesize(folder, app)));

  async function played(machine: string, input: object): Promise<BatchResult> {
    const output = mkdtempSync(join(folder, 'output-'));
    const executionInput = join(output, 'input.json');
    writeFileSync(executionInput, JSON.stringify(input));
    const options = { to, input: [inputFolder(folder, { 'a.csv': rows.join('') })], output, executionInput };
    const invoker = new ProcessInvoker(host);
    return playBatch({ ...options, machine: `Batch/${machine}`, executionName: 'night-1' }, { server, invoker });
  }
  const outputOf = ({ output }: BatchResult): unknown => JSON.parse(output ?? 'null');

  test('prepare the input of a job and judge what came of it', async () => {
    const result = await played('Night', { day: '2026-01-01', least: 0.9 });
    expect(result).toMatchObject({
      verdict: 'succeeded',
      notPlayed: [],
      records: { in: 143, out: 143, failed: 0 },
      jobs: [{ status: 'Completed', files: [{ input: 's3://rows/2026-01-01/a.csv' }] }],
      functions: [
        { state: 'Prepare', function: 'Batch/Prepare', version: '$LATEST', at: 0, calls: [] },
        { state: 'Judge', function: 'Batch/Judge', version: '$LATEST', calls: [] },
      ],
    });
    expect(outputOf(result)).toEqual({ accepted: 'Completed' });
  });

  test('end an execution that catches their error and fails', async () => {
    const result = await played('Night', { day: '2026-01-01', least: 0.99 });
    expect(result).toMatchObject({ verdict: 'failed', error: 'RangeError', records: { in: 143 } });
    expect(result.states.at(-2)).toMatchObject({ state: 'Judge', error: 'RangeError', next: 'Refused' });
    expect(batchText(result)).toContain('with RangeError: accuracy below 0.99. 143 records in, 143 out, 0 failed\n');
  });

  test('are called by name, ARN, alias and qualifier', async () => {
    const answers = outputOf(await played('Forms', { how: 'plain' })) as Record<string, unknown>[];
    const answer = (ExecutedVersion: string, event: object = { how: 'plain' }) => ({
      ExecutedVersion,
      Payload: { ...event, functionVersion: ExecutedVersion },
      SdkHttpMetadata: {
        AllHttpHeaders: { 'Content-Type': ['application/json'], 'X-Amz-Executed-Version': [ExecutedVersion] },
        HttpHeaders: { 'Content-Type': 'application/json', 'X-Amz-Executed-Version': ExecutedVersion },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: '00000000-0000-4000-8000-000000000000' },
      StatusCode: 200,
    });
    const [latest, released] = [answer('$LATEST'), answer('1')];
    expect(answers).toEqual([
      latest,
      latest,
      released,
      released,
      released,
      answer('$LATEST', {}),
      latest.Payload,
      released.Payload,
    ]);
  });

  test.each<[string, string, string, string]>([
    ['reject', 'Call', 'Rejected', 'too few rows'],
    ['text', 'Call', 'string', 'nothing left'],
    ['exit', 'Call', 'Runtime.ExitError', 'the process ended with 7'],
    ['wait', 'Brief', 'Sandbox.Timedout', 'timed out after 1 s'],
  ])('fail by the names that AWS gives to errors: %s', async (how, machine, error, message) => {
    const result = await played(machine, { how });
    const { Error, Cause } = outputOf(result) as { Error: string; Cause: string };
    expect({ Error, Cause: JSON.parse(Cause) as unknown }).toEqual({
      Error: error,
      Cause: { errorType: error, errorMessage: message, trace: [] },
    });
    expect(result.states[0]).toMatchObject({ state: 'Call', error, next: 'Caught' });
    expect(result.functions).toMatchObject([{ state: 'Call', failure: `${error}: ${message}` }]);
  });

  test('are retried', async () => {
    const result = await played('Again', { how: 'busy' });
    expect(result).toMatchObject({ verdict: 'succeeded', duration: 30, states: [{ retries: 2, from: 0, to: 30 }] });
    expect(result.functions.map(({ at, failure }) => [at, failure])).toEqual([
      [0, 'Busy: later'],
      [10, 'Busy: later'],
      [30, undefined],
    ]);
  });

  test('have the time of their state, and a fresh process after it', async () => {
    const result = await played('Late', { how: 'late' });
    expect(result).toMatchObject({ verdict: 'succeeded', duration: 13, states: [{ retries: 1, to: 13 }] });
    const failed = await played('Never', { how: 'wait' });
    expect(failed).toMatchObject({ verdict: 'failed', error: 'States.Timeout', duration: 1 });
    expect(failed.reason).toBe('the task took more than 1 s');
  });

  test('call others of the template', async () => {
    const result = await played('Nested', {});
    expect(outputOf(result)).toEqual([
      { status: 200, body: { how: 'plain', functionVersion: '$LATEST' } },
      { status: 200, body: { how: 'plain', functionVersion: '1' } },
      { status: 404, body: expect.objectContaining({ __type: 'ResourceNotFoundException' }) as unknown },
    ]);
    expect(result.functions[1].calls).toEqual([
      { service: 'lambda', operation: 'Invoke', on: expect.stringMatching(/:live$/) as string, times: 1 },
    ]);
    expect(result.notes).toContainEqual(expect.stringMatching(/^Batch\/Task went on without lambda Invoke of .*:7 /));
  });

  test('that ask for what nothing here stands in for leave the verdict open where they fail', async () => {
    const result = await played('Call', { how: 'store' });
    const why = 'a rehearsal has nothing that stands in for it';
    expect(result).toMatchObject({
      verdict: 'undetermined',
      reason: `state Call: Batch/Task failed (Error) after it had asked for s3 GET /scores/report.json (refused: ${why})`,
      functions: [{ calls: [{ service: 's3', operation: 'GET /scores/report.json', refused: why, times: 1 }] }],
    });
    const { verdict, notes } = await played('Call', { how: 'tell' });
    expect(verdict).toBe('succeeded');
    expect(notes).toContain(`Batch/Task went on without s3 GET /scores/report.json (refused: ${why})`);
  });

  test('that need of the SDK what this machine does not have leave the verdict open', async () => {
    const { verdict, reason } = await played('Call', { how: 'sdk' });
    expect([verdict, reason]).toEqual([
      'undetermined',
      "state Call: Batch/Task: @aws-sdk/client-nowhere, which Lambda's own runtime has, is not on this machine: install it where the rehearsal is started",
    ]);
  });

  test('that the role of the machine may not invoke are refused', async () => {
    const result = await played('Denied', { how: 'plain' });
    expect(outputOf(result)).toEqual({
      Error: 'Lambda.AWSLambdaException',
      Cause: expect.stringMatching(
        /^role Batch\/Denied\/?Role is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+ \(Service: Lambda, Status Code: 403\)$/,
      ) as string,
    });
    expect(result.functions).toEqual([]);
  });

  // Children are found as Linux lists them.
  (process.platform === 'linux' ? test : test.skip)('leave no process behind', async () => {
    await Promise.all([played('Nested', {}), played('Never', { how: 'wait' }), played('Call', { how: 'exit' })]);
    const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-f', host], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('that are not there are listed, and leave the verdict open', async () => {
    const result = await played('Absent', { how: 'version' });
    const name = (await played('Absent', { how: 'other' })).reason;
    expect(name).toBe('state Elsewhere: function elsewhere is not in the template');
    expect(result.verdict).toBe('undetermined');
    expect(result.reason).toMatch(/^state Version: [\w-]+:41 is not in the template$/);
    expect(result.notPlayed).toEqual([
      { state: 'Elsewhere', resource: INVOKE, reason: 'function elsewhere is not in the template' },
      { state: 'Event', resource: INVOKE, reason: 'InvocationType "Event" is not played' },
      { state: 'Version', resource: INVOKE, reason: result.reason?.replace('state Version: ', '') },
    ]);
  });
});
