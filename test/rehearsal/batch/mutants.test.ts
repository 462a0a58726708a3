import { Execution } from '@inference-constructs/rehearsal/state-machine/execution';
import { refusalsOf } from '@inference-constructs/rehearsal/state-machine/refusals';
import { StateError } from '@inference-constructs/rehearsal/state-machine/state-error';
import type { TaskRunner } from '@inference-constructs/rehearsal/state-machine/task-runner';
import { readTransformJob } from '@inference-constructs/rehearsal/transform/transform-job';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';
import { jobParameters } from './support/batch-app';

type Block = Record<string, unknown>;

const inner = { StartAt: 'In', States: { In: { Type: 'Wait', Seconds: 5, End: true } } };
const DEFINITION = {
  StartAt: 'First',
  TimeoutSeconds: 90_000,
  States: {
    First: { Type: 'Pass', Result: { list: [1, 2], text: 'x' }, ResultPath: '$.given', Next: 'Work' },
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sagemaker:createTransformJob.sync',
      TimeoutSeconds: 900,
      InputPath: '$',
      Parameters: jobParameters(),
      ResultSelector: { 'name.$': "States.Format('{}!', $.name)" },
      ResultPath: '$.job',
      Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 3, MaxAttempts: 2, BackoffRate: 2, MaxDelaySeconds: 60 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Lost' }],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.given.list',
      MaxConcurrency: 1,
      ItemSelector: { 'item.$': '$$.Map.Item.Value' },
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inner },
      ResultPath: null,
      Next: 'Both',
    },
    Both: { Type: 'Parallel', Branches: [inner, inner], ResultPath: null, Next: 'Decide' },
    Decide: {
      Type: 'Choice',
      Choices: [
        {
          And: [{ Variable: '$.given.text', StringEquals: 'x' }, { Not: { Variable: '$.no', IsPresent: true } }],
          Next: 'Pause',
        },
        { Variable: '$.given.list[0]', NumericGreaterThan: 0, Next: 'Lost' },
      ],
      Default: 'Lost',
    },
    Pause: { Type: 'Wait', TimestampPath: '$$.Execution.StartTime', Next: 'Done' },
    Done: { Type: 'Succeed', OutputPath: '$.given' },
    Lost: { Type: 'Fail', Error: 'Lost', CausePath: '$.error.Cause' },
  },
};

const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  7.5,
  true,
  '',
  '$',
  '$.given',
  '$$',
  '$.x[',
  'States.UUID()',
  'States.',
  [],
  ['x'],
  {},
  { a: 1 },
];

/** A copy in which one member somewhere is gone, another value, or called otherwise. */
function mutated(value: Block, random: () => number): { readonly mutant: Block; readonly what: string } {
  const mutant = structuredClone(value);
  const places: [Block, string, string][] = [];
  const visit = (node: unknown, path: string): void => {
    if (node === null || typeof node !== 'object') return;
    for (const [key, item] of Object.entries(node)) {
      places.push([node as Block, key, `${path}.${key}`]);
      visit(item, `${path}.${key}`);
    }
  };
  visit(mutant, '');
  const [node, key, path] = places[Math.floor(random() * places.length)];
  const kind = Math.floor(random() * 3);
  const other = VALUES[Math.floor(random() * VALUES.length)];
  const old = node[key];
  if (kind === 1) node[key] = other;
  else delete node[key];
  if (kind === 2) node[`${key}X`] = old;
  // A list keeps the place of what is gone.
  return {
    mutant: JSON.parse(JSON.stringify(mutant)) as Block,
    what: `${path} ${['gone', `is ${JSON.stringify(other)}`, 'called otherwise'][kind]}`,
  };
}

const tasks: TaskRunner = {
  plays: () => true,
  run: ({ parameters }) => {
    const { name } = readTransformJob(parameters);
    return Promise.resolve({ output: { name }, seconds: 300 });
  },
};

test('2,000 mutants of a definition: each is refused by name or played, never a crash', async () => {
  const random = seededRandom(20261122);
  const crashes: string[] = [];
  const counts = { refused: 0, succeeded: 0, failed: 0, undetermined: 0 };
  for (let i = 0; i < 2000; i++) {
    const { mutant, what } = mutated(DEFINITION as unknown as Block, random);
    const options = {
      context: { Execution: { Name: 'e1', StartTime: '2026-01-01T00:00:00.000Z' } },
      random,
      startedAt: Date.UTC(2026, 0, 1),
    };
    try {
      if (refusalsOf(mutant as never).length > 0) {
        counts.refused++;
        continue;
      }
      const { status } = await new Execution(tasks, options).play(mutant as never, {});
      counts[status]++;
    } catch (error) {
      crashes.push(`${what}: ${(error as Error).stack?.split('\n').slice(0, 2).join(' ')}`);
    }
  }
  expect(crashes).toEqual([]);
  expect(counts).toMatchObject({ undetermined: 0 });
  expect(Math.min(counts.refused, counts.succeeded, counts.failed)).toBeGreaterThan(100);
});

test('mutants of the parameters of a job are read or refused as the API would', () => {
  const random = seededRandom(7);
  const parameters = { ...jobParameters({ MaxPayloadInMB: 6, BatchStrategy: 'MultiRecord', TransformJobName: 'j' }) };
  const outcomes = new Set<string>();
  for (let i = 0; i < 500; i++) {
    const { mutant } = mutated(parameters, random);
    delete mutant['TransformJobName.$'];
    try {
      readTransformJob(mutant);
      outcomes.add('read');
    } catch (error) {
      expect(error).toBeInstanceOf(StateError);
      outcomes.add('refused');
    }
  }
  expect([...outcomes].sort()).toEqual(['read', 'refused']);
});
