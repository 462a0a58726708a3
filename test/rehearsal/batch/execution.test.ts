import type { Definition, State } from '@inference-constructs/rehearsal/state-machine/definition';
import { Execution } from '@inference-constructs/rehearsal/state-machine/execution';
import { refusalsOf } from '@inference-constructs/rehearsal/state-machine/refusals';
import { StateError } from '@inference-constructs/rehearsal/state-machine/state-error';
import type { TaskCall, TaskRunner } from '@inference-constructs/rehearsal/state-machine/task-runner';

type States = Record<string, State>;

/** Answers after ten seconds with its parameters; what it is told to fail with, it fails with, each once. */
class Scripted implements TaskRunner {
  readonly calls: TaskCall[] = [];
  constructor(private readonly errors: (string | undefined)[]) {}

  plays(): boolean {
    return true;
  }

  async run(call: TaskCall) {
    this.calls.push(call);
    const error = this.errors.shift();
    if (error !== undefined) throw new StateError(error, 'why', 10);
    return Promise.resolve({ output: call.parameters, seconds: 10 });
  }
}

async function played(
  states: States,
  input: unknown = {},
  errors: (string | undefined)[] = [],
  more: Partial<Definition> = {},
) {
  const definition = { StartAt: Object.keys(states)[0], States: states, ...more };
  expect(refusalsOf(definition)).toEqual([]);
  const tasks = new Scripted(errors);
  const options = { context: { Execution: { Name: 'e1' } }, random: () => 0.5, startedAt: Date.UTC(2026, 0, 1) };
  const result = await new Execution(tasks, options).play(definition, input);
  return { ...result, calls: tasks.calls };
}

const task = (more: object = {}): State => ({ Type: 'Task', Resource: 'r', End: true, ...more });
const pass = (more: object = {}): State => ({ Type: 'Pass', End: true, ...more });

describe('data on its way through a state', () => {
  test.each<[string, State, unknown, unknown]>([
    ['the input is the output', pass(), { a: 1 }, { a: 1 }],
    ['InputPath', pass({ InputPath: '$.a' }), { a: { b: 1 } }, { b: 1 }],
    ['no input', pass({ InputPath: null }), { a: 1 }, {}],
    ['Result', pass({ Result: { r: 1 } }), { a: 1 }, { r: 1 }],
    ['ResultPath', pass({ Result: 2, ResultPath: '$.b.c' }), { a: 1 }, { a: 1, b: { c: 2 } }],
    ['ResultPath of the whole input', pass({ InputPath: '$.a', ResultPath: '$.c' }), { a: 1 }, { a: 1, c: 1 }],
    ['a result that is dropped', task({ ResultPath: null }), { a: 1 }, { a: 1 }],
    ['OutputPath', pass({ OutputPath: '$.a' }), { a: 1, b: 2 }, 1],
    [
      'Parameters',
      pass({ Parameters: { x: 1, 'y.$': '$.a', z: [{ 'n.$': '$$.Execution.Name' }] } }),
      { a: 2 },
      { x: 1, y: 2, z: [{ n: 'e1' }] },
    ],
    ['a function in Parameters', pass({ Parameters: { 'y.$': "States.Format('{}!', $.a)" } }), { a: 2 }, { y: '2!' }],
    ['several of a path', pass({ Parameters: { 'y.$': '$.a[*].n' } }), { a: [{ n: 1 }, { n: 2 }] }, { y: [1, 2] }],
    [
      'ResultSelector',
      task({ ResultSelector: { 'only.$': '$.a' }, ResultPath: '$.r' }),
      { a: 1 },
      { a: 1, r: { only: 1 } },
    ],
    [
      'when it was entered',
      pass({ Parameters: { 'at.$': '$$.State.EnteredTime' } }),
      {},
      { at: '2026-01-01T00:00:00.000Z' },
    ],
  ])('%s', async (_, state, input, output) => {
    expect(await played({ One: state }, input)).toMatchObject({ status: 'succeeded', output });
  });

  test.each<[string, State, string, string]>([
    [
      'a path that leads nowhere',
      pass({ Parameters: { 'y.$': '$.b' } }),
      'States.Runtime',
      'the path $.b could not be found in the input',
    ],
    [
      'a result that has no place',
      pass({ Result: 1, ResultPath: '$.a.b' }),
      'States.ResultPathMatchFailure',
      'the result cannot be put at $.a.b of the input',
    ],
    [
      'an output that is too large',
      pass({ Result: 'x'.repeat(300_000) }),
      'States.DataLimitExceeded',
      'the output has more than 262144 bytes',
    ],
  ])('%s fails', async (_, state, error, cause) => {
    expect(await played({ One: state }, { a: 1 })).toMatchObject({ status: 'failed', error, cause });
  });
});

describe('virtual time', () => {
  test.each<[string, object, number]>([
    ['Seconds', { Seconds: 90 }, 90],
    ['SecondsPath', { SecondsPath: '$.s' }, 30],
    ['Timestamp', { Timestamp: '2026-01-01T01:00:00Z' }, 3600],
    ['TimestampPath', { TimestampPath: '$.t' }, 86_400],
    ['a time that has passed', { Timestamp: '2025-01-01T00:00:00Z' }, 0],
  ])('waits for %s', async (_, wait, seconds) => {
    const input = { s: 30, t: '2026-01-02T00:00:00Z' };
    expect(await played({ One: { Type: 'Wait', End: true, ...wait } }, input)).toMatchObject({
      seconds,
      output: input,
    });
  });

  test('a task that takes longer than it may', async () => {
    const { status, error, cause, seconds } = await played({ One: task({ TimeoutSeconds: 4 }) });
    expect([status, error, cause, seconds]).toEqual(['failed', 'States.Timeout', 'the task took more than 4 s', 4]);
  });

  test('an execution that takes longer than it may', async () => {
    const more = { TimeoutSeconds: 15 };
    const { status, error, seconds } = await played(
      { One: { Type: 'Task', Resource: 'r', Next: 'Two' }, Two: task() },
      {},
      [],
      more,
    );
    expect([status, error, seconds]).toEqual(['failed', 'States.Timeout', 15]);
  });

  test('an execution that never ends', async () => {
    const { status, error, cause } = await played({ One: { Type: 'Wait', Seconds: 1, Next: 'One' } });
    expect([status, error, cause]).toEqual([
      'failed',
      'States.Runtime',
      'the execution has more than 25000 events: it does not end',
    ]);
  });
});

describe('retries', () => {
  const retry = (...retriers: object[]) => ({ One: task({ Retry: retriers }) });

  test('wait longer each time', async () => {
    const { status, calls, states, seconds } = await played(retry({ ErrorEquals: ['E'] }), {}, ['E', 'E', 'E']).then(
      (result) => ({ ...result, states: result.visits }),
    );
    expect([status, seconds]).toEqual(['succeeded', 47]);
    expect(calls.map(({ at }) => at)).toEqual([0, 11, 23, 37]);
    expect(states).toEqual([{ state: 'One', type: 'Task', from: 0, to: 47, retries: 3 }]);
  });

  test.each<[string, object, string[], number[]]>([
    [
      'no longer than MaxDelaySeconds',
      { ErrorEquals: ['E'], IntervalSeconds: 5, MaxDelaySeconds: 6 },
      ['E', 'E'],
      [0, 15, 31],
    ],
    ['at another BackoffRate', { ErrorEquals: ['E'], IntervalSeconds: 5, BackoffRate: 1 }, ['E', 'E'], [0, 15, 30]],
    ['no more often than MaxAttempts', { ErrorEquals: ['E'], MaxAttempts: 1 }, ['E', 'E'], [0, 11]],
    ['never', { ErrorEquals: ['E'], MaxAttempts: 0 }, ['E'], [0]],
    ['for another error', { ErrorEquals: ['F'] }, ['E'], [0]],
    ['for all errors', { ErrorEquals: ['States.ALL'] }, ['E'], [0, 11]],
    ['for any failure of a task', { ErrorEquals: ['States.TaskFailed'] }, ['E'], [0, 11]],
    ['but not for a timeout', { ErrorEquals: ['States.TaskFailed'] }, ['States.Timeout'], [0]],
    ['nor for what nobody can catch', { ErrorEquals: ['States.ALL'] }, ['States.Runtime'], [0]],
  ])('%s', async (_, retrier, errors, at) => {
    const { calls } = await played(retry(retrier), {}, errors);
    expect(calls.map((one) => one.at)).toEqual(at);
  });

  test('each retrier counts its own', async () => {
    const one = { ErrorEquals: ['E'], MaxAttempts: 1 };
    const other = { ErrorEquals: ['F'], MaxAttempts: 1 };
    const { status, calls } = await played(retry(one, other), {}, ['E', 'F', 'E']);
    expect([status, calls.length]).toEqual(['failed', 3]);
  });
});

describe('catchers', () => {
  const caught = (catcher: object) => ({ One: task({ Catch: [{ Next: 'Two', ...catcher }] }), Two: pass() });

  test.each<[string, object, unknown]>([
    ['the error is the output', { ErrorEquals: ['E'] }, { Error: 'E', Cause: 'why' }],
    [
      'the error is put into the input',
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error' },
      { a: 1, error: { Error: 'E', Cause: 'why' } },
    ],
  ])('%s', async (_, catcher, output) => {
    const { status, output: got, visits } = await played(caught(catcher), { a: 1 }, ['E']);
    expect([status, got]).toEqual(['succeeded', output]);
    expect(visits[0]).toMatchObject({ error: 'E', next: 'Two' });
  });

  test('another error ends the execution', async () => {
    expect(await played(caught({ ErrorEquals: ['F'] }), {}, ['E'])).toMatchObject({
      status: 'failed',
      error: 'E',
      cause: 'why',
      seconds: 10,
    });
  });
});

describe('Fail', () => {
  test.each<[object, string, string]>([
    [{ Error: 'E', Cause: 'c' }, 'E', 'c'],
    [{ ErrorPath: '$.e', CausePath: "States.Format('{}?', $.e)" }, 'F', 'F?'],
    [{}, '', ''],
  ])('%j', async (fail, error, cause) => {
    expect(await played({ One: { Type: 'Fail', ...fail } }, { e: 'F' })).toMatchObject({
      status: 'failed',
      error,
      cause,
    });
  });
});

describe('choices', () => {
  const DATA = { s: 'b', n: 2, t: '2026-02-01T00:00:00Z', yes: true, nothing: null, other: 'b' };

  test.each<[object, boolean]>([
    [{ Variable: '$.s', StringEquals: 'b' }, true],
    [{ Variable: '$.s', StringEqualsPath: '$.other' }, true],
    [{ Variable: '$.s', StringLessThan: 'a' }, false],
    [{ Variable: '$.s', StringMatches: 'b*' }, true],
    [{ Variable: '$.s', StringMatches: '\\*' }, false],
    [{ Variable: '$.n', NumericGreaterThanEquals: 2 }, true],
    [{ Variable: '$.n', NumericLessThan: 2 }, false],
    [{ Variable: '$.s', NumericEquals: 2 }, false],
    [{ Variable: '$.yes', BooleanEquals: true }, true],
    [{ Variable: '$.t', TimestampGreaterThan: '2026-01-31T23:59:59Z' }, true],
    [{ Variable: '$.nothing', IsNull: true }, true],
    [{ Variable: '$.missing', IsPresent: false }, true],
    [{ Variable: '$.n', IsNumeric: true }, true],
    [{ Variable: '$.n', IsString: true }, false],
    [{ Variable: '$.yes', IsBoolean: true }, true],
    [{ Variable: '$.t', IsTimestamp: true }, true],
    [
      {
        And: [
          { Variable: '$.n', NumericEquals: 2 },
          { Variable: '$.s', StringEquals: 'x' },
        ],
      },
      false,
    ],
    [
      {
        Or: [
          { Variable: '$.n', NumericEquals: 2 },
          { Variable: '$.s', StringEquals: 'x' },
        ],
      },
      true,
    ],
    [{ Not: { Variable: '$.missing', IsPresent: true } }, true],
  ])('%j', async (rule, holds) => {
    const One = { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' };
    const { visits } = await played({ One, Yes: { Type: 'Succeed' }, No: { Type: 'Succeed' } }, DATA);
    expect(visits[0].next).toBe(holds ? 'Yes' : 'No');
  });

  test('none holds', async () => {
    const One = { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 1, Next: 'Yes' }] };
    expect(await played({ One, Yes: { Type: 'Succeed' } }, DATA)).toMatchObject({ error: 'States.NoChoiceMatched' });
  });

  test('of what is not there', async () => {
    const One = { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'Yes' }], Default: 'Yes' };
    expect(await played({ One, Yes: { Type: 'Succeed' } }, DATA)).toMatchObject({ error: 'States.Runtime' });
  });
});

describe('branches and items', () => {
  const branch = (state: State) => ({ StartAt: 'In', States: { In: state } });
  const wait = (Seconds: number): State => ({ Type: 'Wait', Seconds, End: true });

  test('a Parallel state takes as long as its longest branch', async () => {
    const One = { Type: 'Parallel', Branches: [branch(wait(5)), branch(pass({ Result: 1 }))], End: true };
    const { output, seconds, visits } = await played({ One }, { a: 1 });
    expect([output, seconds]).toEqual([[{ a: 1 }, 1], 5]);
    expect(visits.map(({ inside }) => inside)).toEqual(['One[0]', 'One[1]', undefined]);
  });

  test('it fails with the branch that fails first', async () => {
    const failing = (Seconds: number, Error: string) => ({
      StartAt: 'In',
      States: { In: { Type: 'Wait', Seconds, Next: 'Out' }, Out: { Type: 'Fail', Error } },
    });
    const Catch = [{ ErrorEquals: ['Early'], Next: 'Two' }];
    const One = { Type: 'Parallel', Branches: [failing(9, 'Late'), failing(3, 'Early')], Catch, End: true };
    const { status, seconds } = await played({ One, Two: { Type: 'Succeed' } });
    expect([status, seconds]).toEqual(['succeeded', 3]);
  });

  test('a Map state plays each item, as many at once as it may', async () => {
    const ItemSelector = { 'item.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index', 'all.$': '$.n' };
    const inner = { StartAt: 'In', States: { In: { Type: 'Wait', SecondsPath: '$.item', End: true } } };
    const One = { Type: 'Map', ItemsPath: '$.list', MaxConcurrency: 2, ItemSelector, ItemProcessor: inner, End: true };
    const { output, seconds } = await played({ One }, { list: [5, 1, 3], n: 7 });
    expect(output).toEqual([
      { item: 5, at: 0, all: 7 },
      { item: 1, at: 1, all: 7 },
      { item: 3, at: 2, all: 7 },
    ]);
    expect(seconds).toBe(5);
  });

  test('a Map state of what is no list', async () => {
    const One = { Type: 'Map', ItemsPath: '$.list', ItemProcessor: branch(pass()), End: true };
    expect(await played({ One }, { list: 1 })).toMatchObject({ error: 'States.Runtime', cause: '$.list is no array' });
  });
});
