import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearseCommand } from '@inference-constructs/rehearsal/rehearse-command';
import { reportText } from '@inference-constructs/rehearsal/report/report';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import type { RehearseOptions } from '@inference-constructs/rehearsal/rehearse';
import { strictFindings } from '@inference-constructs/rehearsal/strict';
import { edited, temporaryFolder, v1, v2 } from './support/assembly';
import { FakeInvoker } from './support/fake-invoker';
import type { Behaviour } from './support/fake-invoker';

const folder = temporaryFolder();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, '{"body":{"row":1}}\n');

async function strictly(behaviour: Behaviour, more: Partial<RehearseOptions> = {}) {
  const invoker = new FakeInvoker(({ number }) => (number === '2' ? behaviour : {}));
  const result = await rehearse({ from: v1, to: v2, traffic, ...more }, { invoker });
  expect(result.verdict).toBe('promoted');
  return strictFindings(result);
}

const atOnce = () =>
  edited(folder, v2, ({ Group }) => (Group.Properties.DeploymentConfigName = 'CodeDeployDefault.LambdaAllAtOnce'));
const path = 'App/Classifier/Function';

test('nothing is held against a good rehearsal', async () => {
  expect(await strictly({})).toEqual([]);
});

test('too few requests on a step', async () => {
  expect(await strictly({}, { requestsPerMinute: 7 })).toEqual([`${path}: step 1 (10 %) is undetermined`]);
});

test('all at once, and the alarms that ring then', async () => {
  expect(await strictly({}, { to: atOnce() })).toEqual([`${path}: all traffic moves at once`]);
  expect(await strictly({ errorRate: 0.3 }, { to: atOnce() })).toEqual([
    `${path}: all traffic moves at once`,
    `${path}: App/Classifier/ErrorsAlarm rings when nothing can be rolled back`,
  ]);
});

test('a first deployment shifts nothing, and its alarms count', async () => {
  const first = { from: undefined, to: v2 };
  const invoker = new FakeInvoker(() => ({ positive: 1 }));
  expect(strictFindings(await rehearse({ traffic, ...first }, { invoker }))).toEqual([
    `${path}: App/Classifier/PredictionShiftAlarm rings when nothing can be rolled back`,
  ]);
});

test('the text says what a strict reading holds against it', async () => {
  const result = await rehearse({ from: v1, to: v2, traffic }, { invoker: new FakeInvoker() });
  expect(reportText({ ...result, strict: [] })).toBe(reportText(result));
  expect(reportText({ ...result, strict: ['a', 'b'] })).toContain(
    '\n\nby a strict reading not promoted:\n  a\n  b\n\n',
  );
});

test('where nothing gets a new version there is nothing to hold against it', async () => {
  const { text, exitCode } = await rehearseCommand({ from: v1, to: v1, traffic }, { strict: true, json: true });
  expect(exitCode).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ verdict: 'unchanged', strict: [] });
});
