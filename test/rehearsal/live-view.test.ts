import type { Progress } from '@inference-constructs/rehearsal/options';
import { LiveView } from '@inference-constructs/rehearsal/report/live-view';

const progress: Progress = { target: 'App/Classifier/Function', minute: 5, lastMinute: 10, percent: 10 };
const played: Progress = {
  ...progress,
  last: {
    minute: 4,
    step: 0,
    percent: 10,
    old: { requests: 54, sampled: 54, failed: 0 },
    new: { requests: 6, sampled: 6, failed: 1, positiveShare: 0.5 },
    alarms: [
      { alarm: 'App/Classifier/ErrorsAlarm', state: 'OK', value: 0, threshold: 16 },
      { alarm: 'App/Classifier/ShiftAlarm', state: 'ALARM', value: 53.333, threshold: 16 },
      { alarm: 'App/Both', state: 'OK', possible: ['OK', 'ALARM'] },
    ],
  },
};

function shown(steps: readonly Progress[], terminal: object = {}, environment: NodeJS.ProcessEnv = {}): string {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const stream = { isTTY: true, columns: 120, rows: 40, write, ...terminal } as unknown as NodeJS.WriteStream;
  const view = new LiveView(stream, environment);
  steps.forEach(view.show);
  view.clear();
  return written.join('');
}

const bar = '████████████░░░░░░░░░░░░ minute 5 of 10, 10 % on the new version of App/Classifier/Function';

test('a bar, what the last minute brought, and each alarm; written over, and gone at the end', () => {
  const lines = [
    bar,
    '  minute 4: 54 to old, 6 to new, 1 failed, 50 % positive',
    '  ErrorsAlarm ok, 0 (threshold 16)',
    '  ShiftAlarm  ALARM, 53.3 (threshold 16)',
    '  Both        ok or ALARM',
  ].join('\n');
  expect(shown([progress, played, played])).toBe(
    `\r\x1b[J${bar}\r\x1b[J${lines}\x1b[4A\r\x1b[J${lines}\x1b[4A\r\x1b[J`,
  );
});

test('what is waited for', () => {
  const waitsFor = 'BeforeAllowTraffic hook App/Classifier/Hook';
  expect(shown([{ ...progress, waitsFor }])).toContain(`${bar}\n  waiting for the ${waitsFor}`);
});

test('no wider and no higher than the terminal', () => {
  expect(shown([played], { columns: 39, rows: 3 })).toBe(
    '\r\x1b[J████████████░░░░░░░░░░░░ minute 5 of 1\n  minute 4: 54 to old, 6 to new, 1 fai\x1b[1A\r\x1b[J',
  );
});

test('where the terminal does not say how wide it is, it is taken for 80', () => {
  expect(shown([progress], { columns: 0, rows: 0 })).toContain('10 % on the new version of App/Classif\r');
});

test.each<[string, object, NodeJS.ProcessEnv]>([
  ['nobody looks', { isTTY: false }, {}],
  ['a pipeline looks', {}, { CI: 'true' }],
])('nothing where %s', (_, terminal, environment) => {
  expect(shown([played], terminal, environment)).toBe('');
});
