// First: it stands in for what the constructs read.
import './support/runtime-assets';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { OnnxFunction } from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { failing, sound } from '../runtime/support/made-models';
import { temporaryFolder } from './support/assembly';
import { bundles } from './support/bundles';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const { host } = bundles();
const LAYER = 'arn:aws:lambda:us-east-1:123456789012:layer:onnxruntime:1';

function synthesized(name: string, model: string): string {
  const outdir = join(folder, 'out', name);
  const app = new App({
    outdir,
    context: { 'aws:cdk:enable-path-metadata': true },
    analyticsReporting: false,
    treeMetadata: false,
  });
  const stack = new Stack(app, 'Ages');
  new OnnxFunction(stack, 'Model', {
    model: ModelPackage.fromDirectory(model),
    onnxruntimeLayer: LayerVersion.fromLayerVersionArn(stack, 'Layer', LAYER),
    expectedRequestsPerMinute: 60,
  });
  app.synth();
  return outdir;
}

/** The same request over and over. */
function trafficOf(name: string, row: readonly number[]): string {
  const file = join(folder, `${name}.jsonl`);
  writeFileSync(file, `${JSON.stringify({ body: { instances: [row] } })}\n`);
  return file;
}

const FALLBACK = 'Ages/Model/FallbackAlarm';
let old: string;
beforeAll(() => (old = synthesized('old', sound(folder))));

test.each(['constant', 'model'] as const)(
  'a release whose model always fails answers with its %s and is rolled back for it',
  async (kind) => {
    const broken = synthesized(kind, failing(folder, kind));
    const { verdict, deployments, notPlayed } = await rehearse(
      { from: old, to: broken, traffic: trafficOf('bad', [9, 2]) },
      { invoker: new ProcessInvoker(host) },
    );
    expect(verdict).toBe('rolled-back');
    expect(deployments[0]).toMatchObject({
      alarms: [FALLBACK],
      exposure: { failed: 0 },
      versions: { new: { failed: 0, refused: 0 } },
      neverPublished: [],
    });
    expect(deployments[0].rollout.alarms).toContain(FALLBACK);
    expect(notPlayed).toEqual([]);
  },
);

test('a release that never needs its fallback is promoted, and the alarm has data', async () => {
  const { verdict, deployments } = await rehearse(
    { from: old, to: join(folder, 'out', 'constant'), traffic: trafficOf('good', [1, 2]) },
    { invoker: new ProcessInvoker(host) },
  );
  expect(verdict).toBe('promoted');
  expect(deployments[0].neverPublished).toEqual([]);
  expect(deployments[0].timeline.at(-1)?.alarms).toContainEqual(
    expect.objectContaining({ alarm: FALLBACK, state: 'OK', value: 0 }),
  );
});
