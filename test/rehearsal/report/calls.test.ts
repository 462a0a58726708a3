import { drawCalls } from '@inference-constructs/rehearsal/report/page/chart/draw-calls';
import { frameOf } from '@inference-constructs/rehearsal/report/page/chart/frame';
import { callLines } from '@inference-constructs/rehearsal/report/calls';
import { factLines, verdictSentence } from '@inference-constructs/rehearsal/report/verdict';
import type { DeploymentResult } from '@inference-constructs/rehearsal/result';
import { played } from './support/played';

const failure = 'the BeforeAllowTraffic hook App/Hook reported Failed';
const result: DeploymentResult = {
  ...played(['OK']),
  hooks: [
    {
      event: 'BeforeAllowTraffic',
      function: 'App/Hook',
      minute: 0,
      until: 1,
      status: 'Failed',
      failure,
      seconds: 1.26,
      calls: [
        { service: 'lambda', operation: 'Invoke', on: 'fn:2', times: 143 },
        { service: 's3', operation: 'GET /b/k', refused: 'a rehearsal has nothing that stands in for it', times: 1 },
      ],
    },
  ],
  schedules: [
    {
      path: 'App/Often',
      function: 'App/Fn',
      expression: 'rate(1 minute)',
      runs: [
        { minute: 1, milliseconds: 3, calls: [] },
        { minute: 2, milliseconds: 3, failure: 'TypeError: no', calls: [] },
      ],
      next: '2026-01-05T00:03:00Z',
    },
    {
      path: 'App/Nightly',
      function: 'App/Fn',
      expression: 'cron(0 3 1 1 ? 2030)',
      timezone: 'Europe/Berlin',
      runs: [],
    },
  ],
};

test('hooks and schedules are told in a line each', () => {
  const lines = [
    'BeforeAllowTraffic hook on this machine: 1.3 s; it asked for lambda Invoke of fn:2 143 times, s3 GET /b/k (refused: a rehearsal has nothing that stands in for it)',
    'schedule App/Often: rate(1 minute) → App/Fn: invoked 2 times (minutes 1, 2), 1 failed; next due at 2026-01-05T00:03:00Z',
    '  at minute 2: TypeError: no',
    'schedule App/Nightly: cron(0 3 1 1 ? 2030) (Europe/Berlin) → App/Fn: not due in the rehearsed time; not due within a week after it',
  ];
  expect(callLines(result)).toEqual(lines);
  expect(factLines(result)).toEqual(expect.arrayContaining(lines));
});

test('they have rows on the time axis, tall where they failed; what did not run has none', () => {
  const { markup, height } = drawCalls(result, frameOf(0, 300, 3), 0);
  expect(height).toBe(44);
  const bars = [
    ...markup.markup.matchAll(/class="(\w+)"\s+x="([\d.]+)"\s+y="[\d.]+"\s+width="(\d+)"\s+height="(\d+)"/g),
  ];
  expect(bars.map(([, ...bar]) => bar.join(' '))).toEqual(['alarm 0 100 14', 'ok 100 100 7', 'alarm 200 100 14']);
  expect(markup.markup).toContain('BeforeAllowTraffic hook');
  expect(markup.markup).not.toContain('Nightly');
});

test('what a hook stopped is told with its reason', () => {
  const stopped: DeploymentResult = { ...result, verdict: 'stopped', minute: 17, reason: failure };
  expect(verdictSentence(stopped)).toBe(
    `STOPPED at minute 17 because ${failure}, and left on the new version. version 2 (model 2.0.0) answered 12 requests, 0 of them failed`,
  );
});
