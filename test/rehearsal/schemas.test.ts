import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
import type { RehearsalResult } from '@inference-constructs/rehearsal/result';
import { root } from '../support/tools';
import { blueGreen, endpoint, read } from './analysis/support/declared';
import { cdkBatch, inputFolder, transform } from './batch/support/batch-app';
import type { FunctionReference } from './batch/support/function-app';
import { cdkFunctions } from './batch/support/function-app';
import { edited, temporaryFolder, v1, v2, variables } from './support/assembly';
import { bundles } from './support/bundles';
import { violations } from './support/schema';

jest.setTimeout(60_000);
const folder = temporaryFolder();
const { cli } = bundles();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, '{"body":{"row":1}}\n{"body":{"row":2}}\n');

function schemaOf(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, 'docs', `${name}.schema.json`), 'utf8')) as Record<string, unknown>;
}

function printed(command: string, ...args: string[]): unknown {
  const { stdout } = spawnSync(process.execPath, [cli, command, '--json', ...args], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

const wrong = () => edited(folder, v2, (resources) => (variables(resources).POSITIVE = '1'));
const atOnce = () =>
  edited(folder, v2, ({ Group }) => (Group.Properties.DeploymentConfigName = 'CodeDeployDefault.LambdaAllAtOnce'));

const OUTPUTS: readonly [string, () => unknown][] = [
  ['promoted', () => printed('rehearse', '--from', v1, '--to', v2, '--traffic', traffic)],
  ['rolled back', () => printed('rehearse', '--from', v1, '--to', wrong(), '--traffic', traffic)],
  ['a first deployment, read strictly', () => printed('rehearse', '--to', wrong(), '--traffic', traffic, '--strict')],
  ['all at once', () => printed('rehearse', '--from', v1, '--to', atOnce(), '--traffic', traffic, '--strict')],
  ['unchanged', () => printed('rehearse', '--from', v1, '--to', v1)],
];

test.each(OUTPUTS)('what "inference rehearse --json" prints is what its schema says: %s', (_, output) => {
  expect(violations(schemaOf('rehearsal'), output())).toEqual([]);
});

const deployment = blueGreen('CANARY', { bake: 10, percent: 10, timeout: 20 });
const note = { rates: { bad: 0.4, good: 0.6 }, heldOutRows: 143 };
const scaling = { min: 1, max: 4 };

test.each<[string, () => unknown]>([
  ['of a function', () => printed('analyse', '--from', v1, '--to', v2)],
  ['of a first deployment', () => printed('analyse', '--to', v2)],
  [
    'with all that can be found',
    () => {
      const alarms = {
        Shift: { Period: 300, note },
        Blind: { Period: 1800, EvaluationPeriods: 2 },
        Odd: { Period: 30 },
      };
      const of = (instanceType: string) => read(endpoint({ deployment, alarms, scaling, instanceType }));
      const analysis = analyse(of('ml.g6e.xlarge'), of('ml.g5.xlarge'), { requestsPerMinute: 1 });
      expect(analysis.twoStepPlans).toHaveLength(1);
      return JSON.parse(JSON.stringify(analysis));
    },
  ],
])('what "inference analyse --json" prints is what its schema says: %s', (_, output) => {
  expect(violations(schemaOf('analysis'), output())).toEqual([]);
});

describe('what "inference batch --json" prints is what its schema says', () => {
  const to = cdkBatch(folder, (stack, { attrModelName }) =>
    transform(stack, attrModelName).addRetry({ maxAttempts: 1 }),
  );
  const execution = join(folder, 'execution.json');
  writeFileSync(execution, '{"input":"s3://rows/in/"}');
  const row = JSON.parse(readFileSync(join(root, 'examples/diagnosis/traffic.jsonl'), 'utf8').split('\n')[0]) as {
    body: { instances: number[][] };
  };

  test.each([
    ['succeeded', { 'a.csv': `${row.body.instances[0].join(',')}\n1,2\n` }],
    ['failed', {}],
  ])('%s', (verdict, files) => {
    const input = `s3://rows/in=${inputFolder(folder, files)}`;
    const output = printed('batch', '--to', to, '--input', input, '--output', folder, '--execution-input', execution);
    expect(output).toMatchObject({ verdict });
    expect(violations(schemaOf('batch'), output)).toEqual([]);
  });

  test('with functions', () => {
    const source =
      "exports.handler = async () => { await fetch(process.env.AWS_ENDPOINT_URL + '/'); throw new Error(); };";
    const machines = ({ Fail }: Record<string, FunctionReference>) => ({
      Fails: { StartAt: 'Fail', States: { Fail: { Type: 'Task', Resource: Fail.arn, End: true } } },
    });
    const called = cdkFunctions(folder, { functions: { Fail: { source } }, machines });
    const output = printed('batch', '--to', called, '--input', folder, '--output', folder);
    expect(output).toMatchObject({ functions: [{ failure: 'Error: ', calls: [{ service: 'unsigned' }] }] });
    expect(violations(schemaOf('batch'), output)).toEqual([]);
  });

  test('undetermined', () => {
    const output = printed(
      'batch',
      '--to',
      to,
      '--input',
      `s3://a/=${folder}`,
      '--output',
      folder,
      '--execution-input',
      execution,
    );
    expect(output).toMatchObject({ verdict: 'undetermined' });
    expect(violations(schemaOf('batch'), output)).toEqual([]);
  });
});

test.each<[string, (result: Record<string, unknown>) => void, string]>([
  ['a member that is not there', (result) => delete result.verdict, '$.verdict: missing'],
  ['one more', (result) => (result.more = 1), '$.more: unknown'],
  ['another word', (result) => (result.verdict = 'fine'), '$.verdict: "fine" is none of those'],
  ['another type', (result) => (result.unchanged = 'all'), '$.unchanged: string, not array'],
])('the schema refuses %s', (_, change, expected) => {
  const result: Record<string, unknown> = { ...(OUTPUTS[4][1]() as RehearsalResult) };
  change(result);
  expect(violations(schemaOf('rehearsal'), result)).toEqual([expected]);
});

const HAS_VALIDATOR = spawnSync('python3', ['-c', 'import jsonschema']).status === 0;
const SCRIPT = `
import json, sys, jsonschema
schema, value = (json.load(open(file)) for file in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
print(json.dumps([error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]))
`;

(HAS_VALIDATOR ? test : test.skip)("Python's validator agrees [needs python3-jsonschema]", () => {
  const file = join(folder, 'printed.json');
  const outputs: [string, unknown][] = [
    ['rehearsal', OUTPUTS[1][1]()],
    ['analysis', printed('analyse', '--from', v1, '--to', v2)],
  ];
  for (const [name, output] of outputs) {
    writeFileSync(file, JSON.stringify(output));
    const schema = join(root, 'docs', `${name}.schema.json`);
    const { stdout } = spawnSync('python3', ['-c', SCRIPT, schema, file], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([]);
  }
});
