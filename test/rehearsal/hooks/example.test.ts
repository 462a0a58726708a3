import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { root } from '../../support/tools';
import type { EngineUnderTest } from '../support/accepted';
import { cdk, cdktf, hookThatReports, withAcceptance } from '../support/accepted';
import { temporaryFolder } from '../support/assembly';
import { isAlive, until } from '../support/command-line';
import { bundles } from '../support/bundles';

jest.setTimeout(240_000);

const folder = temporaryFolder();
const { host } = bundles();
const invoker = new ProcessInvoker(host);
const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');
const HOOK = 'Diagnosis/Classifier/AcceptanceHook';
/** For an hour that no request of which is looked at. */
const QUIET = { requestsPerMinute: 6 };
let copies = 0;

describe.each<[string, EngineUnderTest]>([
  [cdk.engine, cdk],
  [cdktf.engine, cdktf],
])('the acceptance hook of the example, by %s', (name, engine) => {
  const [v1, v2, v3] = ['v1', 'v2', 'v3'].map((version) => join(folder, name, version));
  beforeAll(() => {
    mkdirSync(join(folder, name));
    for (const version of ['v1', 'v2', 'v3']) {
      engine.synthesize(withAcceptance(folder, version, 0.9), join(folder, name, version));
    }
  });

  async function played(to: string, options: Partial<RehearseOptions> = {}) {
    const only = 'Diagnosis/Classifier/Function';
    const { deployments, ...result } = await rehearse({ from: v1, to, traffic, only, ...options }, { invoker });
    return { ...result, ...deployments[0] };
  }

  /** The better model, whose hook is another program. */
  function hooked(source: string, timeoutSeconds = 30): string {
    const copy = join(folder, name, `copy-${copies++}`);
    cpSync(v2, copy, { recursive: true });
    engine.rehook(copy, source, timeoutSeconds);
    return copy;
  }

  test('lets the better model through, and the canary begins a minute later', async () => {
    const { verdict, minute, exposure, hooks, timeline, versions, notPlayed } = await played(v2);
    expect(hooks).toEqual([
      {
        event: 'BeforeAllowTraffic',
        function: HOOK,
        minute: 0,
        until: 1,
        status: 'Succeeded',
        said: expect.stringMatching(/^accuracy of version 2 \(0\.9\d+ over 143 cases\): at least 0\.9$/) as string,
        seconds: expect.any(Number) as number,
        calls: [
          { service: 'lambda', operation: 'Invoke', on: expect.stringMatching(/:2$/) as string, times: 143 },
          { service: 'codedeploy', operation: 'PutLifecycleEventHookExecutionStatus', times: 1 },
        ],
      },
    ]);
    expect({ verdict, minute, exposure }).toEqual({
      verdict: 'promoted',
      minute: 16,
      exposure: { requests: 90, failed: 0 },
    });
    expect(timeline.slice(0, 2).map(({ percent }) => percent)).toEqual([0, 10]);
    // What the hook asks is no traffic.
    expect(versions.new.requests).toBe(90);
    expect(notPlayed.filter(({ path, reason }) => path === HOOK || reason.includes('Hook is not called'))).toEqual([]);
  });

  test('stops the model without its scaler before it met any user', async () => {
    const { verdict, minute, reason, exposure, alarms, timeline, events, neverPublished, versions } = await played(v3);
    expect({ verdict, minute, exposure, alarms }).toEqual({
      verdict: 'rolled-back',
      minute: 1,
      exposure: { requests: 0, failed: 0 },
      alarms: [],
    });
    expect(reason).toMatch(
      /^the BeforeAllowTraffic hook Diagnosis\/Classifier\/AcceptanceHook reported Failed: accuracy of version 2 \(0\.\d+ over 143 cases\): must be at least 0\.9$/,
    );
    expect(neverPublished).toEqual([]);
    expect(versions.new.coldStartMilliseconds).toHaveLength(1);
    expect(timeline.map(({ percent, old }) => [percent, old.requests])).toEqual([[0, 60]]);
    expect(events).toEqual([
      { minute: 0, what: `CodeDeploy asks the BeforeAllowTraffic hook ${HOOK}` },
      { minute: 1, what: reason },
    ]);
  });

  test.each<[string, string, string]>([
    [
      'throws',
      "exports.handler = async () => { throw new TypeError('no such case'); };",
      'failed (TypeError: no such case)',
    ],
    ['hangs', 'exports.handler = () => new Promise(() => {});', 'timed out after 1 s'],
    ['says nothing', 'exports.handler = async () => "fine";', 'reported nothing'],
  ])('another hook that %s stops it after an hour', async (_, source, what) => {
    const { verdict, minute, reason, exposure, hooks, timeline } = await played(hooked(source, 1), QUIET);
    expect({ verdict, minute, reason, exposure }).toEqual({
      verdict: 'rolled-back',
      minute: 60,
      reason: `the BeforeAllowTraffic hook ${HOOK} ${what}, and CodeDeploy gave up after 60 minutes`,
      exposure: { requests: 0, failed: 0 },
    });
    expect(hooks).toMatchObject([{ minute: 0, until: 60, calls: [] }]);
    expect(timeline).toHaveLength(60);
  });

  test('an interruption ends a hook that hangs, and its process', async () => {
    const file = join(folder, `${copies}.pid`);
    const source = `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid));
      exports.handler = () => new Promise(() => {});`;
    const interruption = new AbortController();
    const rehearsal = played(hooked(source), { signal: interruption.signal });
    const ended = expect(rehearsal).rejects.toMatchObject({ code: 'Interrupted' });
    await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
    interruption.abort();
    await ended;
    expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
  });

  test('another hook that takes longer than is waited for here is said to be taken for one that hangs', async () => {
    const to = hooked('exports.handler = () => new Promise(() => {});', 900);
    const { minute, reason } = await played(to, { hookSeconds: 0.5, ...QUIET });
    expect({ minute, reason }).toEqual({
      minute: 60,
      reason:
        `the BeforeAllowTraffic hook ${HOOK} did not end within 0.5 s here (--hook-seconds) and is taken to hang until its ` +
        'timeout of 900 s, and CodeDeploy gave up after 60 minutes',
    });
  });

  test('without permission to report it stops it after an hour', async () => {
    const missing = {
      name: 'no report',
      description: '',
      withoutPermissions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
    };
    const { verdict, minute, reason } = await played(v2, { scenario: missing, ...QUIET });
    expect({ verdict, minute }).toEqual({ verdict: 'rolled-back', minute: 60 });
    expect(reason).toMatch(
      /could not report: role Diagnosis\/Classifier\/AcceptanceHookRole has no codedeploy:PutLifecycleEventHookExecutionStatus on arn:/,
    );
  });

  test('without permission to invoke the version it reports a failure', async () => {
    const missing = { name: 'no invocation', description: '', withoutPermissions: ['lambda:InvokeFunction'] };
    const { verdict, minute, hooks } = await played(v2, { scenario: missing });
    expect({ verdict, minute }).toEqual({ verdict: 'rolled-back', minute: 1 });
    expect(hooks[0].said).toMatch(/^version 2 was not scored: .* is not authorized to perform: lambda:InvokeFunction/);
    expect(hooks[0].calls[0].refused).toMatch(/AcceptanceHookRole has no lambda:InvokeFunction on arn:.*:2$/);
  });

  test('asked once more after all traffic has shifted, takes the version back', async () => {
    const to = hooked(hookThatReports('Failed'));
    engine.addPostHook(to);
    const { verdict, minute, reason, exposure, hooks } = await played(to);
    expect({ verdict, minute, reason, exposure }).toEqual({
      verdict: 'rolled-back',
      minute: 17,
      reason: `the AfterAllowTraffic hook ${HOOK} reported Failed`,
      // A tenth of 60 for 15 minutes, and all of them for one.
      exposure: { requests: 150, failed: 0 },
    });
    expect(hooks.map(({ event, minute: from, until, status }) => [event, from, until, status])).toEqual([
      ['BeforeAllowTraffic', 0, 1, 'Succeeded'],
      ['AfterAllowTraffic', 16, 17, 'Failed'],
    ]);
    engine.removeRollbackOn(to, 'DEPLOYMENT_FAILURE');
    expect(await played(to)).toMatchObject({ verdict: 'stopped', minute: 17 });
  });

  test('asked once more, lets the version stay', async () => {
    const to = hooked(hookThatReports('Succeeded'));
    engine.addPostHook(to);
    expect(await played(to)).toMatchObject({ verdict: 'promoted', minute: 17, exposure: { requests: 150 } });
  });

  test('a hook that cannot be asked here leaves open whether the version would be let through', async () => {
    const to = hooked(hookThatReports('Failed'));
    engine.edit(to, engine === cdk ? 'AWS::Lambda::Function' : 'aws_lambda_function', (body, id) => {
      if (!id.includes('AcceptanceHook')) return;
      if (engine === cdk) (body.Properties as Record<string, unknown>).Runtime = 'python3.13';
      else body.runtime = 'python3.13';
    });
    const { verdict, notes } = await played(to);
    expect(verdict).toBe('undetermined');
    expect(notes).toContainEqual(
      expect.stringMatching(
        /Hook is not called: .*python3\.13.*; whether it would let the deployment go on is not known$/,
      ),
    );
  });

  test('functions are invoked by the clock, in virtual time', async () => {
    const to = hooked(hookThatReports('Succeeded'));
    const schedule = { expression: 'rate(5 minutes)', input: '{"fail":"<aws.scheduler.scheduled-time>"}' };
    engine.addSchedules(to, schedule, { Once: 'cron(10 9 * * ? *)', Nightly: 'cron(0 3 * * ? *)' });
    const { verdict, minute, schedules, notes, notPlayed } = await played(to, { begin: '2026-11-23T09:00:00Z' });
    expect({ verdict, minute }).toEqual({ verdict: 'promoted', minute: 16 });
    const refused = {
      service: 'dynamodb',
      operation: 'PutItem',
      refused: 'a rehearsal has nothing that stands in for it',
      times: 1,
    };
    const fails = (at: number) => ({
      minute: at,
      milliseconds: expect.any(Number) as number,
      failure: `Error: asked to fail at 2026-11-23T09:${String(at).padStart(2, '0')}:00Z`,
      calls: [],
    });
    expect(Object.fromEntries(schedules.map(({ path, ...facts }) => [path.replace(/.*[./]/, ''), facts]))).toEqual({
      Often: {
        function: HOOK,
        expression: 'rate(5 minutes)',
        runs: [5, 10, 15].map(fails),
        next: '2026-11-23T09:20:00Z',
      },
      Once: {
        function: HOOK,
        expression: 'cron(10 9 * * ? *)',
        runs: [{ minute: 10, milliseconds: expect.any(Number) as number, calls: [refused] }],
        next: '2026-11-24T09:10:00Z',
      },
      Nightly: { function: HOOK, expression: 'cron(0 3 * * ? *)', runs: [], next: '2026-11-24T03:00:00Z' },
    });
    expect(notes.filter((note) => note.includes('--begin'))).toEqual([]);
    expect(notPlayed.filter(({ type }) => /Schedule|Rule/.test(type))).toEqual([]);
  });

  test('is not asked about a first deployment', async () => {
    const { verdict, hooks } = await played(v3, { from: undefined });
    expect({ verdict, hooks }).toEqual({ verdict: 'promoted', hooks: [] });
  });
});
