import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BatchOptions } from '@inference-constructs/rehearsal/batch/play-batch';
import { playBatch } from '@inference-constructs/rehearsal/batch/play-batch';
import type { TaskRunner } from '@inference-constructs/rehearsal/state-machine/task-runner';
import {
  Choice,
  Condition,
  Pass,
  Result,
  Succeed,
  Wait,
  WaitTime,
  Fail,
  JsonPath,
  IntegrationPattern,
} from 'aws-cdk-lib/aws-stepfunctions';
import {
  CallAwsService,
  SageMakerCreateModel,
  ContainerDefinition,
  S3Location,
  DockerImage,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration, Size } from 'aws-cdk-lib/core';
import { heldOutCases } from '../../runtime/support/held-out';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';
import {
  cdkBatch,
  cdkBatchOfFile,
  cdktfBatch,
  inputFolder,
  jobParameters,
  terraformBatch,
  transform,
} from './support/batch-app';

jest.setTimeout(60_000);

const folder = temporaryFolder();
const { server } = bundles();
const cases = heldOutCases('v1');
const rows = cases.map(({ inputs }) => `${inputs.features[0].join(',')}\n`);
const answers = cases.map(({ outputs }) => outputs.probabilities[0]);
const NAME = 'night-1';

async function played(to: string, input: Record<string, string | Buffer>, more: Partial<BatchOptions> = {}) {
  const output = mkdtempSync(join(folder, 'output-'));
  const executionInput = join(output, 'input.json');
  writeFileSync(executionInput, JSON.stringify({ input: 's3://rows/in/' }));
  const files = [`s3://rows/in=${inputFolder(folder, input)}`];
  const options = { to, input: files, output, executionInput, executionName: NAME, ...more };
  const result = await playBatch(options, { server });
  const read = (key: string): string => readFileSync(join(output, key), 'utf8');
  return { result, read, has: (key: string) => existsSync(join(output, key)) };
}

const close = (text: string): unknown =>
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(',').map(Number)),
  ).toEqual(answers.map((answer) => answer.map((value): unknown => expect.closeTo(value, 4))));

const machine = (states: Record<string, object>, StartAt = 'Transform') => ({ StartAt, States: states });
const job = (more: object = {}, parameters: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sagemaker:createTransformJob.sync',
  Parameters: jobParameters(parameters),
  End: true,
  ...more,
});

describe('a job of the CDK', () => {
  const to = cdkBatch(folder, (stack, model) => transform(stack, model.attrModelName));

  test('transforms every file, each record to its line', async () => {
    const { result, read } = await played(to, { 'a.csv': rows.join(''), 'b.csv': rows.slice(0, 2).join('') });
    expect(result).toMatchObject({
      engine: 'cloudformation',
      machine: 'Batch/Machine',
      verdict: 'succeeded',
      duration: 300,
      records: { in: 145, out: 145, failed: 0 },
      findings: [],
      notPlayed: [],
      states: [{ state: 'Transform', type: 'Task', from: 0, to: 300, retries: 0 }],
      jobs: [{ name: NAME, model: 'Batch-Model', status: 'Completed', calls: { strategy: 'MULTI_RECORD' } }],
    });
    close(read('scores/daily/a.csv.out'));
    expect(read('scores/daily/b.csv.out').split('\n')).toHaveLength(3);
    expect(JSON.parse(result.output ?? '')).toMatchObject({ TransformJobName: NAME, TransformJobStatus: 'Completed' });
    expect(result.substitutions).toContainEqual(expect.stringContaining('stood in for the image'));
  });

  test('a bad record becomes a placeholder, and is counted', async () => {
    const { result, read } = await played(to, { 'a.csv': `${rows[0]}one,two\n${rows[1]}` });
    expect(result).toMatchObject({ verdict: 'succeeded', records: { in: 3, out: 2, failed: 1 } });
    expect(read('scores/daily/a.csv.out').split('\n')[1]).toBe('ShapeMismatch,');
  });

  test('no file there: the job fails, and the machine catches that', async () => {
    const { result } = await played(to, {});
    expect(result).toMatchObject({
      verdict: 'failed',
      error: 'BatchFailed',
      reason: 'the job failed',
      records: { in: 0, out: 0, failed: 0 },
      jobs: [{ status: 'Failed', failure: 'ClientError: no file at s3://rows/in/' }],
      states: [
        { state: 'Transform', error: 'States.TaskFailed', next: 'Failed' },
        { state: 'Failed', error: 'BatchFailed' },
      ],
    });
  });

  test('an address that nothing stands in for leaves the verdict open', async () => {
    const { result } = await played(to, {}, { input: [`s3://other/in=${folder}`] });
    expect(result).toMatchObject({
      verdict: 'undetermined',
      reason: `job ${NAME}: no --input stands in for s3://rows/in/`,
    });
  });

  test('a folder alone stands in for whatever is read', async () => {
    const { result } = await played(to, {}, { input: [inputFolder(folder, { 'a.csv': rows[0] })] });
    expect(result).toMatchObject({
      verdict: 'succeeded',
      jobs: [
        { files: [{ input: 's3://rows/in/a.csv', output: 's3://scores/daily/a.csv.out', records: 1, failed: 0 }] },
      ],
    });
  });
});

test('a record that is too large loses its file, the others are written, and the job fails', async () => {
  const to = cdkBatch(folder, (stack, model) =>
    transform(stack, model.attrModelName, { maxPayload: Size.mebibytes(1) }),
  );
  const large = `${'1,'.repeat(600_000)}1\n`;
  const { result, has } = await played(to, { 'a.csv': rows[0], 'b.csv': rows[0] + large });
  expect(result).toMatchObject({
    verdict: 'failed',
    records: { in: 3, out: 1, failed: 2 },
    jobs: [
      {
        failure: 'ClientError: a record has more than MaxPayloadInMB (1 MB) (s3://rows/in/b.csv)',
        files: [{ output: 's3://scores/daily/a.csv.out' }, { failed: 2 }],
      },
    ],
  });
  expect([has('scores/daily/a.csv.out'), has('scores/daily/b.csv.out')]).toEqual([true, false]);
});

test('a container that does not start fails the job', async () => {
  const environment = { INFERENCE_MAX_BODY_BYTES: 'many' };
  const to = cdkBatch(folder, (stack, model) => transform(stack, model.attrModelName), environment);
  const { result } = await played(to, { 'a.csv': rows[0] });
  expect(result).toMatchObject({ verdict: 'failed', error: 'BatchFailed', jobs: [{ status: 'Failed', files: [] }] });
  expect(result.jobs[0].failure).toMatch(/^AlgorithmError: its process ended with 1: /);
});

test('a retry of a job that was created meets its own name', async () => {
  const to = cdkBatch(folder, (stack, model) => {
    const task = transform(stack, model.attrModelName);
    return task.addRetry({ maxAttempts: 1, interval: Duration.seconds(60) });
  });
  const { result } = await played(to, {});
  expect(result.states[0]).toMatchObject({ retries: 1, error: 'SageMaker.ResourceInUseException', to: 360 });
  expect(result.findings).toEqual([
    {
      id: 'retry-same-job-name',
      severity: 'warning',
      state: 'Transform',
      message: 'a retry asks for the same TransformJobName again, which SageMaker refuses once the job was created',
    },
  ]);
});

test('a job whose name is too long is refused', async () => {
  const to = cdkBatch(folder, (stack, model) => transform(stack, model.attrModelName));
  const { result } = await played(to, {}, { executionName: 'a'.repeat(64) });
  expect(result.states[0]).toMatchObject({ error: 'SageMaker.AmazonSageMakerException', from: 0, to: 0 });
});

test('a machine that creates its model, starts a job and asks for its end', async () => {
  const to = cdkBatch(folder, (stack, { primaryContainer }) => {
    const { modelDataUrl, image } = primaryContainer as { modelDataUrl: string; image: string };
    const modelName = JsonPath.format('model-{}', JsonPath.stringAt('$$.Execution.Name'));
    const create = new SageMakerCreateModel(stack, 'CreateModel', {
      modelName,
      primaryContainer: new ContainerDefinition({
        image: DockerImage.fromRegistry(image),
        modelS3Location: S3Location.fromJsonExpression('$.model'),
      }),
      resultPath: JsonPath.DISCARD,
    });
    const given = new Pass(stack, 'Given', { result: Result.fromString(modelDataUrl), resultPath: '$.model' });
    const start = transform(stack, modelName, {
      integrationPattern: IntegrationPattern.REQUEST_RESPONSE,
      resultPath: '$.job',
    });
    const ask = new CallAwsService(stack, 'Ask', {
      service: 'sagemaker',
      action: 'describeTransformJob',
      parameters: { TransformJobName: JsonPath.stringAt('$$.Execution.Name') },
      iamResources: ['*'],
      resultSelector: { 'status.$': '$.TransformJobStatus' },
      resultPath: '$.job',
    });
    const wait = new Wait(stack, 'Pause', { time: WaitTime.duration(Duration.minutes(2)) });
    const decide = new Choice(stack, 'Ended')
      .when(Condition.stringEquals('$.job.status', 'InProgress'), wait)
      .when(Condition.stringEquals('$.job.status', 'Completed'), new Succeed(stack, 'Done'))
      .otherwise(new Fail(stack, 'Lost', { error: 'Lost' }));
    return given.next(create).next(start).next(wait).next(ask).next(decide);
  });
  const { result } = await played(to, { 'a.csv': rows[0] });
  expect(result).toMatchObject({
    verdict: 'succeeded',
    duration: 360,
    records: { in: 1, out: 1, failed: 0 },
    jobs: [{ model: `model-${NAME}` }],
  });
  expect(result.states.map(({ state, to: at }) => [state, at])).toEqual([
    ['Given', 0],
    ['CreateModel', 0],
    ['Transform', 0],
    ['Pause', 120],
    ['Ask', 120],
    ['Ended', 120],
    ['Pause', 240],
    ['Ask', 240],
    ['Ended', 240],
    ['Pause', 360],
    ['Ask', 360],
    ['Ended', 360],
    ['Done', 360],
  ]);
});

test('a definition in a file of its own, with substitutions', async () => {
  const to = cdkBatchOfFile(folder, machine({ Transform: job({}, { ModelName: '${Model}' }) }));
  const { result } = await played(to, { 'a.csv': rows[0] });
  expect(result).toMatchObject({ verdict: 'succeeded', jobs: [{ model: 'Batch-Model' }] });
});

describe('a machine of Terraform', () => {
  const catches = { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Failed' }], End: true };
  const failed = { Type: 'Fail', Error: 'BatchFailed' };

  test('of CDKTF', async () => {
    const to = cdktfBatch(folder, (ModelName) => machine({ Transform: job({}, { ModelName }) }));
    const { result, read } = await played(to, { 'a.csv': rows.join('') });
    expect(result).toMatchObject({
      engine: 'terraform',
      machine: 'Batch/Machine',
      verdict: 'succeeded',
      records: { in: 143, out: 143, failed: 0 },
      jobs: [{ model: 'diagnosis' }],
    });
    close(read('scores/daily/a.csv.out'));
  });

  test('its definition as JSON', async () => {
    const { result, read } = await played(
      terraformBatch(folder, machine({ Transform: job(catches), Failed: failed })),
      {
        'a.csv': rows.join(''),
      },
    );
    expect(result).toMatchObject({
      engine: 'terraform',
      machine: 'aws_sfn_state_machine.machine',
      verdict: 'succeeded',
      records: { in: 143, out: 143, failed: 0 },
      jobs: [{ model: 'diagnosis' }],
    });
    close(read('scores/daily/a.csv.out'));
  });

  test('its definition as an expression', async () => {
    const text = JSON.stringify(machine({ Transform: job() })).replace(
      '"${aws_sagemaker_model.model.name}"',
      'aws_sagemaker_model.model.name',
    );
    const to = terraformBatch(folder, `\${jsonencode(${text})}`);
    const { result } = await played(to, { 'a.csv': rows[0] });
    expect(result).toMatchObject({ verdict: 'succeeded', jobs: [{ model: 'diagnosis' }] });
  });

  test('files compressed, sent whole, and listed in a manifest', async () => {
    const manifest = JSON.stringify([{ prefix: 's3://rows/in/' }, 'a.csv.gz']);
    const TransformInput = {
      ContentType: 'text/csv',
      CompressionType: 'Gzip',
      DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://rows/in/list.json' } },
    };
    const to = terraformBatch(folder, machine({ Transform: job({}, { TransformInput }) }));
    const input = { 'list.json': manifest, 'a.csv.gz': gzipSync(rows.slice(0, 3).join('')), 'b.csv.gz': 'left out' };
    const { result } = await played(to, input);
    expect(result).toMatchObject({
      verdict: 'succeeded',
      jobs: [{ files: [{ output: 's3://scores/daily/a.csv.gz.out', records: 3, failed: 0 }] }],
    });
  });

  test('DataProcessing drops a column, joins the answer, and keeps what is asked for', async () => {
    const DataProcessing = { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' };
    const to = terraformBatch(folder, machine({ Transform: job({}, { DataProcessing }) }));
    const { read } = await played(to, { 'a.csv': `patient-1,${rows[0]}patient-2,${rows[1]}` });
    const lines = read('scores/daily/a.csv.out')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(lines.map(([id, score]) => [id, Number(score)])).toEqual([
      ['patient-1', expect.closeTo(answers[0][1], 4)],
      ['patient-2', expect.closeTo(answers[1][1], 4)],
    ]);
  });

  test('one job for each item, as many at once as are allowed', async () => {
    const S3DataSource = { S3DataType: 'S3Prefix', 'S3Uri.$': "States.Format('s3://rows/in/{}', $$.Map.Item.Value)" };
    const each = job(
      {},
      {
        'TransformJobName.$': "States.Format('{}-{}', $$.Execution.Name, $$.Map.Item.Index)",
        TransformInput: { ContentType: 'text/csv', SplitType: 'Line', DataSource: { S3DataSource } },
      },
    );
    const Each = {
      Type: 'Map',
      MaxConcurrency: 2,
      ItemsPath: '$.files',
      ItemProcessor: machine({ Transform: each }),
      End: true,
    };
    const Files = { Type: 'Pass', Result: { files: ['a.csv', 'b.csv', 'c.csv'] }, Next: 'Each' };
    const to = terraformBatch(folder, machine({ Files, Each }, 'Files'));
    const { result, has } = await played(to, { 'a.csv': rows[0], 'b.csv': rows[1], 'c.csv': rows[2] });
    expect(result).toMatchObject({ verdict: 'succeeded', duration: 600, records: { in: 3, out: 3 } });
    expect(result.states.map(({ inside, from }) => [inside, from])).toEqual([
      [undefined, 0],
      ['Each[0]', 0],
      ['Each[1]', 0],
      ['Each[2]', 300],
      [undefined, 0],
    ]);
    expect(has('scores/daily/c.csv.out')).toBe(true);
  });
});

describe('a task that is not played', () => {
  const CALL = 'arn:aws:states:::lambda:invoke';
  const invoke = { Type: 'Task', Resource: CALL, Parameters: { FunctionName: 'f' }, Next: 'Transform' };
  const tell = { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Parameters: {}, End: true };
  const to = terraformBatch(
    folder,
    machine({ Transform: job({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell' }] }), Tell: tell }),
  );

  test('leaves the verdict open where it is reached', async () => {
    const { result } = await played(to, {});
    expect(result).toMatchObject({
      verdict: 'undetermined',
      reason: 'state Tell: arn:aws:states:::sns:publish is not played',
      states: [{ state: 'Transform', error: 'States.TaskFailed', next: 'Tell' }, { state: 'Tell' }],
      notPlayed: [
        {
          state: 'Tell',
          resource: 'arn:aws:states:::sns:publish',
          reason: 'arn:aws:states:::sns:publish is not played',
        },
      ],
    });
  });

  test('is told where it is not reached', async () => {
    const { result } = await played(to, { 'a.csv': rows[0] });
    expect(result).toMatchObject({ verdict: 'succeeded', notPlayed: [{ state: 'Tell' }] });
  });

  test('is a function that the template does not have', async () => {
    const { result } = await played(terraformBatch(folder, machine({ Check: invoke, Transform: job() }, 'Check')), {});
    expect(result).toMatchObject({
      verdict: 'undetermined',
      reason: 'state Check: function f is not in the template',
    });
  });

  test('is played by a runner of its own', async () => {
    const input = inputFolder(folder, { 'a.csv': rows[0] });
    const options = {
      to: terraformBatch(folder, machine({ Check: invoke, Transform: job() }, 'Check')),
      input: [input],
      output: mkdtempSync(join(folder, 'output-')),
    };
    const functions: TaskRunner = {
      plays: (resource) => resource === CALL,
      run: ({ parameters }) => Promise.resolve({ output: { Payload: parameters }, seconds: 2 }),
    };
    const result = await playBatch(options, { server, tasks: () => [functions] });
    expect(result).toMatchObject({ verdict: 'succeeded', duration: 302, notPlayed: [] });
  });
});

test('what is not played of a job leaves the verdict open', async () => {
  const TransformInput = { ...(jobParameters().TransformInput as object), SplitType: 'RecordIO' };
  const to = terraformBatch(folder, machine({ Transform: job({}, { TransformInput }) }));
  const { result } = await played(to, { 'a.csv': rows[0] });
  expect(result).toMatchObject({
    verdict: 'undetermined',
    reason: `job ${NAME}: SplitType RecordIO is not played`,
    jobs: [],
  });
});

test('JSONata is refused before anything runs', async () => {
  const to = terraformBatch(folder, {
    QueryLanguage: 'JSONata',
    StartAt: 'Transform',
    States: { Transform: { Type: 'Pass', Output: '{% $states.input %}', End: true } },
  });
  await expect(played(to, {})).rejects.toMatchObject({
    code: 'StateMachineNotPlayed',
    message:
      'aws_sfn_state_machine.machine (QueryLanguage JSONata is not played: only JSONPath is): must hold only what docs/rehearsal.md says is played. write it with that',
  });
});
