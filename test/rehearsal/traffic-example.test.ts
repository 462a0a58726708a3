import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { synthesizeCdk } from '../support/examples';
import { root } from '../support/tools';
import { temporaryFolder } from './support/assembly';
import { bundles } from './support/bundles';

jest.setTimeout(240_000);

/** The example's own function and models, on traffic of every source. */
const folder = temporaryFolder();
const invoker = new ProcessInvoker(bundles().host);
const diagnosis = join(root, 'examples', 'diagnosis');
const [from, to] = ['v1', 'v2'].map((version) => join(folder, version));

beforeAll(() => {
  for (const version of ['v1', 'v2']) synthesizeCdk(version, join(folder, version));
});

async function played(options: Partial<RehearseOptions>) {
  const { deployments } = await rehearse({ from, to, only: 'Diagnosis/Classifier/Function', ...options }, { invoker });
  const [deployment] = deployments;
  const sent = deployment.timeline.map(({ old, new: newer }) => old.requests + newer.requests);
  const shares = deployment.timeline.map(({ old, new: newer }) => [old.positiveShare, newer.positiveShare]);
  return { deployment, sent, shares };
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('the morning of a day: the rate follows its profile, the same for the same seed', async () => {
  const rate = written('day.csv', 'time,requests\n07:00,20\n07:10,120\n18:00,120\n22:00,20\n');
  const options = { rate, begin: '2026-11-23T07:00:00Z', traffic: join(diagnosis, 'traffic.jsonl') };
  const { deployment, sent, shares } = await played(options);
  expect(deployment).toMatchObject({ verdict: 'promoted', minute: 15 });
  expect(sent).toEqual([20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 120, 120, 120, 120]);
  expect(deployment.traffic).toMatchObject({
    rateFrom: 'profile',
    requestsPerMinute: 83.3,
    range: { least: 20, most: 120 },
    profile: { file: rate, beginsAt: '07:00' },
  });
  expect(deployment.exposure).toEqual({ requests: 125, failed: 0 });
  expect((await played(options)).shares).toEqual(shares);
});

test('rows of CSV by name, with times: answered as they are, as often as they came', async () => {
  const manifest = JSON.parse(readFileSync(join(diagnosis, 'models', 'v1', 'model.json'), 'utf8')) as ModelManifest;
  const names = manifest.signature.inputs[0].features ?? [];
  const rows = readFileSync(join(diagnosis, 'traffic.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { body: { instances: number[][] } }).body.instances[0]);
  // One a second: minutes of 60, 60 and 23.
  const lines = rows.map((row, i) => [...[...row].reverse(), `${i}`].join(','));
  const traffic = written('day.traffic.csv', [[...[...names].reverse(), 'time'].join(','), ...lines].join('\n'));
  const { deployment, sent } = await played({ traffic });
  expect(deployment).toMatchObject({
    verdict: 'promoted',
    traffic: {
      source: traffic,
      distinctRequests: 143,
      rateFrom: 'recording',
      recording: { requests: 143, minutes: 3, requestsPerMinute: 47.7, templateExpects: 60 },
    },
    versions: { old: { refused: 0, failed: 0 }, new: { refused: 0, failed: 0 } },
  });
  expect(sent.slice(0, 7)).toEqual([60, 60, 23, 60, 60, 23, 60]);
});

test('without traffic the requests are what the deployed model was recorded with', async () => {
  const { deployment } = await played({});
  expect(deployment).toMatchObject({
    verdict: 'promoted',
    traffic: { source: 'golden cases of the deployed version', distinctRequests: 143, rateFrom: 'template' },
  });
});
