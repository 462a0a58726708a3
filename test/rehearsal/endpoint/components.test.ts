import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceComponent, InferenceComponentEndpoint } from '@inference-constructs/cdk';
import type { InferenceComponentProps } from '@inference-constructs/cdk';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { rehearse, type RehearseOptions } from '@inference-constructs/rehearsal/rehearse';
import { timelineTable } from '@inference-constructs/rehearsal/report/timeline';
import { factLines, verdictSentence } from '@inference-constructs/rehearsal/report/verdict';
import { readScenario } from '@inference-constructs/rehearsal/scenarios/read-scenario';
import { ProcessModelServers } from '@inference-constructs/rehearsal/server/container-process';
import { App, Stack } from 'aws-cdk-lib/core';
import { diagnosis, IMAGE } from '../../cdk/support/synth';
import type { Resources } from '../support/assembly';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';

jest.setTimeout(240_000);

const folder = temporaryFolder();
const servers = new ProcessModelServers(bundles().server);

/** An endpoint that others share, and one component on it. */
function synthesized(
  version: 'v1' | 'v2',
  props: Partial<InferenceComponentProps> = {},
  scale: (component: InferenceComponent) => void = () => undefined,
): string {
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk-')) });
  const stack = new Stack(app, 'Diagnosis', { env: { account: '123456789012', region: 'eu-west-1' } });
  const endpoint = new InferenceComponentEndpoint(stack, 'Shared', { endpointName: 'shared' });
  scale(
    new InferenceComponent(stack, 'Triage', {
      endpoint,
      model: diagnosis(version),
      ...IMAGE,
      inferenceComponentName: 'triage',
      ...props,
    }),
  );
  return app.synth().directory;
}

/** The same, with its component changed. */
function edited(to: string, change: (component: Resources[string]) => void): string {
  const file = join(to, 'Diagnosis.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  Object.values(template.Resources)
    .filter(({ Type }) => Type.endsWith('::InferenceComponent'))
    .forEach(change);
  writeFileSync(file, JSON.stringify(template));
  return to;
}

async function played(options: Partial<RehearseOptions> & { readonly to: string }) {
  const result = await rehearse({ requestsPerMinute: 60, sample: 20, ...options }, { servers });
  return { ...result, deployment: result.deployments[0] };
}

test('a new model comes in batches of copies, watched by the alarms of the component', async () => {
  const from = synthesized('v1', { copyCount: 4 });
  const { verdict, deployment, notPlayed } = await played({ from, to: synthesized('v2', { copyCount: 4 }) });
  expect(deployment.neverPublished).toEqual([]);
  expect(verdict).toBe('promoted');
  expect(deployment.target.path).toMatch(/^Diagnosis\/Triage/);
  expect(deployment.rollout.steps.map(({ percent }) => percent)).toEqual([0, 50, 50, 100, 100]);
  expect(deployment.events[0].what).toBe(
    'CloudFormation creates the new model and alarms, then calls UpdateInferenceComponent; the new copies start',
  );
  expect(deployment.versions.new.description).toBe('diagnosis 2.0.0 in 4 copies');
  expect(deployment.timeline.at(-1)?.new.instances).toBe(4);
  expect(
    notPlayed.filter(({ type }) => type === 'AWS::SageMaker::InferenceComponent').map(({ reason }) => reason),
  ).toEqual([expect.stringContaining('there is room for every copy')]);
});

test('what is counted is called copies everywhere, and an alarm called COPY_COUNT keeps its name', async () => {
  const declared = (version: 'v1' | 'v2'): string => {
    const to = synthesized(version, { copyCount: 4 }, (component) =>
      component
        .autoScaleCopyCount({ minCapacity: 1, maxCapacity: 4 })
        .scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 20 }),
    );
    return edited(to, ({ Properties }) => {
      const batch = { Type: 'COPY_COUNT', Value: 2 };
      Object.assign(Properties.DeploymentConfig as object, {
        RollingUpdatePolicy: { MaximumBatchSize: batch, WaitIntervalInSeconds: 300 },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'COPY_COUNT' }] },
      });
    });
  };
  const [{ deployment: read }] = new SynthesizedOutputReader().read(declared('v2'), '2').components;
  expect(read?.AutoRollbackConfiguration).toEqual({ Alarms: [{ AlarmName: 'COPY_COUNT' }] });
  const { deployment } = await played({ from: declared('v1'), to: declared('v2') });
  expect(deployment.target.unit).toBe('copies');
  expect(deployment.rollout.configuration).toBe('rolling, batches of 2 copies, bakes of 5 minutes');
  expect(deployment.scaling).toMatchObject([{ variant: 'triage', unit: 'copies' }]);
  const lines = [verdictSentence(deployment), ...factLines(deployment)];
  expect(lines).toContainEqual(expect.stringMatching(/^scaling of triage \(1 to 4 copies\): /));
  expect(lines).toContainEqual(
    expect.stringMatching(/^note: component triage (has|was assumed to have) \d copies when/),
  );
  expect(lines[0]).toContain('before the old copies went');
  expect(lines.filter((line) => /\binstances\b/.test(line))).toEqual([
    'note: it is an inference component: the instances that its copies share were taken to have room for all',
  ]);
  expect(timelineTable(deployment)).toMatch(/copies/);
});

test('a bad release of it is rolled back', async () => {
  const from = synthesized('v1');
  const { deployment } = await played({ from, to: synthesized('v2'), scenario: readScenario('errors=60') });
  expect(deployment).toMatchObject({ verdict: 'rolled-back', alarms: [expect.stringContaining('Errors')] });
});

test('a night without copies: requests fail at once, and the first one after it wakes a copy up', async () => {
  const to = synthesized('v1', {}, (component) =>
    component
      .autoScaleCopyCount({ minCapacity: 0, maxCapacity: 4 })
      .scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 200 }),
  );
  const file = join(to, 'Diagnosis.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  const [target] = Object.values(template.Resources).filter(({ Type }) => Type.endsWith('ScalableTarget'));
  const action = (ScheduledActionName: string, minute: number, MaxCapacity: number) => ({
    ScheduledActionName,
    Schedule: `cron(${minute} 20 * * ? *)`,
    ScalableTargetAction: { MinCapacity: 0, MaxCapacity },
  });
  target.Properties.ScheduledActions = [action('Night', 3, 0), action('Evening', 8, 4)];
  writeFileSync(file, JSON.stringify(template));

  const { deployment, notPlayed } = await played({ to, begin: '2026-11-23T20:00:00Z' });
  const [{ activities, instancesAtStart, variant }] = deployment.scaling ?? [];
  expect({ variant, instancesAtStart }).toEqual({ variant: 'triage', instancesAtStart: 2 });
  expect(activities.map(({ from, to: next, cause }) => [from, next, cause.split('/').at(-1)])).toEqual([
    [2, 0, 'Night'],
    [0, 1, 'WakeUpPolicy'],
  ]);
  const at = (wanted: number) => deployment.timeline.find(({ minute }) => minute === wanted)?.new;
  expect(at(2)).toMatchObject({ requests: 60, failed: 0, instances: 2 });
  expect(at(4)).toMatchObject({ requests: 60, failed: 60, instances: 0 });
  const [, { minute, inServiceAt = 0 }] = activities;
  expect([minute >= 8, inServiceAt]).toEqual([true, minute + 5]);
  expect(at(inServiceAt)).toMatchObject({ failed: 0, instances: 1 });
  expect(deployment.events).toContainEqual({
    minute,
    what: expect.stringMatching(/ scales triage from 0 to 1 copies, in service at minute \d+$/) as string,
  });
  expect(notPlayed.filter(({ type }) => type.startsWith('AWS::ApplicationAutoScaling'))).toEqual([]);
});

test('the endpoint below and what it does by itself are listed', async () => {
  const { notPlayed } = await played({ to: synthesized('v1') });
  expect(notPlayed).toContainEqual({
    path: expect.stringContaining('Diagnosis/Shared') as string,
    type: 'AWS::SageMaker::Endpoint',
    reason: expect.stringContaining(
      'it hosts inference components, which are played by themselves; its instances and what scales them are not',
    ) as string,
  });
});

test.each<[string, Record<string, unknown>]>([
  ['no specification', { Specification: undefined }],
  ['specifications of nothing', { Specification: undefined, Specifications: [null] }],
  ['a text', { Specification: 'triage', RuntimeConfig: 'many', DeploymentConfig: 3 }],
  ['no number of copies', { RuntimeConfig: { CopyCount: 'some' } }],
])('what cannot be played is listed: %s', async (_, properties) => {
  const to = edited(synthesized('v1'), (component) => Object.assign(component.Properties, properties));
  await expect(played({ to })).rejects.toMatchObject({
    code: 'NothingToRehearse',
    message: expect.stringContaining('(AWS::SageMaker::InferenceComponent): variant triage: ') as string,
  });
});
