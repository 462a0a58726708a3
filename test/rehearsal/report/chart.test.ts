import { timelineChart } from '@inference-constructs/rehearsal/report/page/chart/timeline-chart';
import { rehearsalSection } from '@inference-constructs/rehearsal/report/page/sections/rehearsal';
import { topOf } from '@inference-constructs/rehearsal/report/page/chart/panel';
import { compared, source } from './support/compared';
import { played } from './support/played';

const bars = (markup: string): string[] =>
  [...markup.matchAll(/<rect\s+class="(\w+)"/g)].map(([, kind]) => kind).slice(4);

test.each([
  [undefined, ['ok', 'ok']],
  [['OK', 'ALARM'] as const, ['ok', 'open']],
])('an alarm whose possible states are %j', (possible, expected) => {
  expect(bars(timelineChart(played(possible), undefined, 'run').markup)).toEqual(expected);
});

test('what AWS leaves open speaks against the change, and is named in the table', () => {
  const result = { ...EMPTY, deployments: [played(['OK', 'ALARM'])] };
  const report = compared(source({}), source({}), { rehearsal: { played: true, result } });
  expect(report.conclusion.exitCode).toBe(2);
  expect(rehearsalSection(report).markup).toContain('0 OK or ALARM');
});

const EMPTY = { formatVersion: 2, verdict: 'undetermined', unchanged: [], notPlayed: [], seconds: 1 } as const;

test.each([
  [[0, 0], 1],
  [[1, 7.2], 8],
  [[0.0003, 0.00041], 0.0005],
  [[99, 100], 100],
])('the scale of %j ends at %d', (values, top) => {
  expect(topOf({ title: '', unit: '', series: [{ who: 'new', values }], isStacked: false })).toBe(top);
});
