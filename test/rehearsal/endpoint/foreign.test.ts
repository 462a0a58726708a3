import { spawnSync } from 'node:child_process';
import type { Analysis } from '@inference-constructs/rehearsal/analysis/analysis-types';
import type { RehearsalResult } from '@inference-constructs/rehearsal/result';
import { edited, temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';
import type { Theirs } from './support/foreign';
import { IMAGE, onCloudFormation, onTerraform, otherModel, packageOf } from './support/foreign';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const { cli } = bundles();

/** The command line as its users call it. */
function inference(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  return { stdout, stderr, status };
}

function json<T>(...args: string[]): T {
  const { stdout, stderr } = inference(...args, '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

type Synthesize = (made: Theirs) => string;

const ENGINES: [string, Synthesize][] = [
  ['AWS CDK', (made) => onCloudFormation(folder, made)],
  ['CDKTF', (made) => onTerraform(folder, made)],
];

/** What is deployed, and the next release of it. */
function change(synthesize: Synthesize, made: Theirs = {}, next: Theirs = made): string[] {
  return ['--from', synthesize(made), '--to', synthesize({ model: packageOf('v2'), ...next })];
}

const rehearsed = (...args: string[]) => json<RehearsalResult>('rehearse', '--sample', '20', ...args);
const FAILING = ['--scenario', 'errors=60'];
/** Watched for errors, it goes back in the minute in which the alarm can ring first. */
const ROLLED_BACK = {
  verdict: 'rolled-back',
  minute: 7,
  alarms: ['Theirs/Ranker/Rollout/ErrorsAlarm-main'],
  neverPublished: [],
};

describe.each(ENGINES)('an endpoint of somebody else with EndpointRollout, on %s', (_, synthesize) => {
  test('is played like one of ours: a good release is promoted after two bakes', () => {
    const { verdict, deployments, notPlayed } = rehearsed(...change(synthesize));
    expect(verdict).toBe('promoted');
    expect(deployments).toMatchObject([
      {
        target: { path: 'Theirs/Ranker', kind: 'endpoint' },
        minute: 35,
        neverPublished: [],
        rollout: {
          configuration: 'blue/green, canary of 10 %, bakes of 15 minutes',
          alarms: ['Theirs/Ranker/Rollout/ErrorsAlarm-main', 'Theirs/Ranker/Rollout/LatencyAlarm-main'],
        },
        versions: {
          old: { description: 'diagnosis 1.0.0 on 2 × ml.m5.large' },
          new: { description: 'diagnosis 2.0.0 on 2 × ml.m5.large' },
        },
      },
    ]);
    expect(deployments[0].substitutions).toContain(`the runtime of this library stood in for the image ${IMAGE}`);
    expect(notPlayed.filter(({ type }) => !type.startsWith('terraform:'))).toEqual([]);
  });

  test.each<[string, Theirs]>([
    ['with a name in the template', {}],
    ['whose name was chosen when it was deployed', { deployedAs: 'Theirs-Ranker-1A2B3C' }],
  ])('%s: a release that fails is rolled back by its alarm', (_name, made) => {
    const { deployments } = rehearsed(...change(synthesize, made), ...FAILING);
    expect(deployments).toMatchObject([ROLLED_BACK]);
  });

  test('whose name was chosen when it was deployed: the analysis knows what its alarms watch', () => {
    const { findings } = json<Analysis>('analyse', ...change(synthesize, { deployedAs: 'Theirs-Ranker-1A2B3C' }));
    expect(findings).toEqual([]);
  });

  test('an alarm of its own that is not in the app is kept, and listed', () => {
    const { deployments, notPlayed } = rehearsed(...change(synthesize, { alarmNames: ['mine'] }), ...FAILING);
    expect(deployments).toMatchObject([ROLLED_BACK]);
    expect(notPlayed).toContainEqual({
      path: 'Theirs/Ranker',
      type: 'AWS::SageMaker::Endpoint',
      reason: 'alarm mine is not in the template',
    });
  });

  test.each<[string, Theirs, string]>([
    [
      'a model in a bucket',
      { modelDataUrl: 's3://sagemaker-theirs/ranker.tar.gz' },
      'variant main: its model data (s3://sagemaker-theirs/ranker.tar.gz) are no asset of the assembly. let the app upload them, or say what they are with --model s3://bucket/key=FOLDER',
    ],
    [
      'a model that is no package',
      { model: otherModel(folder) },
      'the model data of variant main hold no package that this library serves: no model.json beside a model.onnx. make them one, or analyse the rollout without it',
    ],
    [
      'a configuration from elsewhere',
      { configName: 'theirs-1' },
      'its configuration is not in the template. declare it, and its models, in the app',
    ],
  ])('%s: says why it is not played, and what to do', (_name, made, reason) => {
    const { stderr, status } = inference('rehearse', ...change(synthesize, made));
    expect(stderr).toMatch(
      /^NothingToRehearse: .* \(no function that CodeDeploy deploys, no endpoint that can be played\): at least 1\. /,
    );
    expect(stderr.split('\n')).toContain(`  Theirs/Ranker (AWS::SageMaker::Endpoint): ${reason}`);
    expect(status).toBe(1);
  });

  test('a model in a bucket is played with the package that --model names', () => {
    const at = (version: string) => `s3://sagemaker-theirs/${version}.tar.gz`;
    const models = (['v1', 'v2'] as const).map((version) => `${at(version)}=${packageOf(version)}`);
    const folders = change(synthesize, { modelDataUrl: at('v1') }, { modelDataUrl: at('v2') });
    const { deployments } = rehearsed(...folders, '--model', ...models, ...FAILING);
    expect(deployments).toMatchObject([
      { ...ROLLED_BACK, versions: { new: { description: 'diagnosis 2.0.0 on 2 × ml.m5.large' } } },
    ]);
    expect(deployments[0].notes).toContain(
      'variant main: the model package of --model was taken for s3://sagemaker-theirs/v2.tar.gz',
    );
  });

  test('a configuration from elsewhere: another one is a release, and what its variants are called is not doubted', () => {
    const folders = change(synthesize, { configName: 'theirs-1' }, { configName: 'theirs-2' });
    const { releases, findings } = json<Analysis>('analyse', ...folders);
    expect(releases).toMatchObject([{ path: 'Theirs/Ranker', isReleased: true }]);
    expect(findings).toEqual([]);
  });
});

test('a release of an endpoint whose model is in another stack is rolled back by its alarm', () => {
  const { deployments } = rehearsed(...change((made) => onCloudFormation(folder, made), { isApart: true }), ...FAILING);
  expect(deployments).toMatchObject([ROLLED_BACK]);
  expect(deployments[0].notes.filter((note) => note.includes('permissions'))).toEqual([]);
});

test('an alarm that watches another endpoint stops nothing', () => {
  const live = { Type: 'AWS::SageMaker::Endpoint', Properties: { EndpointName: 'live', EndpointConfigName: 'live-1' } };
  const besideLive = (made: Theirs) =>
    edited(folder, onCloudFormation(folder, made), (resources) => Object.assign(resources, { Live: live }), 'Theirs');
  const { deployments } = rehearsed(...change(besideLive, { deployedAs: 'live' }), ...FAILING);
  expect(deployments).toMatchObject([{ target: { path: 'Theirs/Ranker' }, verdict: 'promoted' }]);
});

test.each([
  ['no folder', 's3://models/ranker.tar.gz'],
  ['no package in it', `s3://models/ranker.tar.gz=${folder}`],
  ['no location', packageOf('v1')],
])('--model with %s is refused', (_, model) => {
  const { stderr, status } = inference('rehearse', '--to', onCloudFormation(folder), '--model', model);
  expect(stderr).toBe(
    `OptionInvalid: model (${model}): s3://bucket/key= and the folder of a model package, with its model.json. choose such a value\n`,
  );
  expect(status).toBe(1);
});
