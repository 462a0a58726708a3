import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playBatch } from '@inference-constructs/rehearsal/batch/play-batch';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';
import { assemblyOf } from '../support/templates';

const samples = join(__dirname, '..', '..', 'fixtures', 'samples');
const folder = temporaryFolder();
const invoker = new ProcessInvoker(bundles().host);
const OPEN = 'its code is no asset of the assembly';

test.each<[string, string, string | undefined, [string, string | undefined][]]>([
  ['lamstp-existing-function', 'succeeded', undefined, [['StartState', undefined]]],
  [
    'lamstp-deploy-lambda',
    'undetermined',
    `state permission-test: taskFunctionBFDAC5DE: ${OPEN}`,
    [['permission-test', undefined]],
  ],
  [
    'lamstp-state-machine-defintion',
    'succeeded',
    undefined,
    [
      ['task-one', 'task-two'],
      ['task-two', undefined],
    ],
  ],
  [
    'evtstp-eventbridge-stepfunctions-new-eventbus',
    'undetermined',
    `state LambdaTask: LambdaFunctionBF21E41F: ${OPEN}`,
    [
      ['StartState', 'LambdaTask'],
      ['LambdaTask', undefined],
    ],
  ],
])("AWS's own state machine %s: %s", async (name, verdict, reason, states) => {
  const template = JSON.parse(readFileSync(join(samples, `${name}.template.json`), 'utf8')) as object;
  const to = assemblyOf(folder, { Sample: { template, environment: 'aws://123456789012/eu-west-1' } });
  const result = await playBatch({ to, input: [folder], output: folder }, { invoker });
  expect([result.verdict, result.reason]).toEqual([verdict, reason]);
  expect(result.states.map(({ state, next }) => [state, next])).toEqual(states);
});
