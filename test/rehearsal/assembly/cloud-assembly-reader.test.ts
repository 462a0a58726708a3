import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudAssemblyReader } from '@inference-constructs/rehearsal/assembly/cloud-assembly-reader';
import { edited, temporaryFolder, v2 } from '../support/assembly';
import type { Resources } from '../support/assembly';

const folder = temporaryFolder();
const reader = new CloudAssemblyReader();
const read = (edit: (resources: Resources) => void) => reader.read(edited(folder, v2, edit), '2');

describe('the function behind an alias', () => {
  const { functions, notPlayed } = reader.read(v2, '2');

  test('what would run, with names as they would be once deployed', () => {
    expect(functions).toHaveLength(1);
    expect(functions[0]).toMatchObject({
      id: 'App/Alias',
      path: 'App/Classifier/Function',
      aliasName: 'live',
      expectedRequestsPerMinute: 60,
      version: {
        id: 'Version2',
        number: '2',
        functionName: 'App-Fn',
        description: 'diagnosis 2.0.0',
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        architecture: 'x86_64',
        memoryMib: 512,
        timeoutSeconds: 1,
        region: 'eu-west-1',
        account: '123456789012',
        layers: [],
      },
    });
    expect(functions[0].version.code).toEqual({ key: 'code2.zip', path: join(v2, '..', 'handler'), isZip: false });
  });

  test('its environment, and what of it only a deployment knows', () => {
    expect(functions[0].version.environment).toEqual({
      POSITIVE: '0.4',
      DIGEST: 'sha256:2',
      STAGE: 'test',
      WHERE: 'eu-west-1/123456789012',
      BUCKET: 'App-Bucket',
    });
    expect(functions[0].version.unresolved).toEqual([
      'BUCKET (Bucket), a stand-in',
      'SHARED (Fn::ImportValue), left out',
    ]);
  });

  test('its rollout and its alarms', () => {
    expect(functions[0].rollout).toEqual({
      configuration: 'App-Config',
      steps: [
        { percent: 10, minutes: 10 },
        { percent: 100, minutes: 0 },
      ],
      alarmNames: ['App-ErrorsAlarm2', 'App-ShiftAlarm2', 'App-LatencyAlarm2'],
      rollsBackOnAlarm: true,
      rollsBackOnFailure: true,
    });
    expect(functions[0].alarms.map(({ path }) => path)).toEqual([
      'App/Classifier/ErrorsAlarm',
      'App/Classifier/PredictionShiftAlarm',
      'App/Classifier/LatencyAlarm',
    ]);
    expect(functions[0].alarms[2].properties.Dimensions).toEqual([
      { Name: 'FunctionName', Value: 'App-Fn' },
      { Name: 'Resource', Value: 'App-Fn:live' },
      { Name: 'ExecutedVersion', Value: '2' },
    ]);
  });

  test('what is left out is listed', () => {
    expect(notPlayed).toEqual([
      {
        path: 'App/Endpoint',
        type: 'AWS::SageMaker::Endpoint',
        reason: 'its configuration is not in the template. declare it, and its models, in the app',
      },
      { path: 'App/Bucket', type: 'AWS::S3::Bucket', reason: 'no store is set up on this machine' },
    ]);
  });
});

test.each<[string, (resources: Resources) => void, object]>([
  [
    "one of CodeDeploy's own",
    ({ Group }) => (Group.Properties.DeploymentConfigName = 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'),
    { length: 10 },
  ],
  [
    'one by its name',
    ({ Config, Group }) => (Config.Properties.DeploymentConfigName = Group.Properties.DeploymentConfigName = 'mine'),
    { length: 2 },
  ],
])('a deployment configuration: %s', (_, edit, steps) => {
  expect(read(edit).functions[0].rollout.steps).toMatchObject(steps);
});

test('alarms can be switched off', () => {
  const { functions } = read(
    ({ Group }) => ((Group.Properties.AlarmConfiguration as { Enabled: boolean }).Enabled = false),
  );
  expect(functions[0].alarms).toEqual([]);
});

test.each<[string, (resources: Resources) => void]>([
  [
    'the rollback is switched off',
    ({ Group }) => ((Group.Properties.AutoRollbackConfiguration as { Enabled: boolean }).Enabled = false),
  ],
  [
    'no alarm is among its events',
    ({ Group }) =>
      ((Group.Properties.AutoRollbackConfiguration as { Events: string[] }).Events = ['DEPLOYMENT_FAILURE']),
  ],
  ['there is none', ({ Group }) => delete Group.Properties.AutoRollbackConfiguration],
])('a stopped deployment is not rolled back where %s', (_, edit) => {
  expect(read(edit).functions[0].rollout.rollsBackOnAlarm).toBe(false);
});

describe('what cannot be played is listed with its reason', () => {
  const fn = 'App/Classifier/Function';
  test.each<[string, string, (resources: Resources) => void]>([
    [
      fn,
      'its alias has no CodeDeploy update policy, so it changes all at once',
      ({ Alias }) => delete Alias.UpdatePolicy,
    ],
    [fn, 'its code is no asset of the assembly', ({ Fn }) => (Fn.Properties.Code = { S3Key: 'elsewhere.zip' })],
    [
      fn,
      'its inline code uses cfn-response, which only CloudFormation has',
      ({ Fn }) => (Fn.Properties.Code = { ZipFile: "const response = require('cfn-response');" }),
    ],
    [
      fn,
      'its inline code is known to a deployment only',
      ({ Fn }) => (Fn.Properties.Code = { ZipFile: { 'Fn::Nowhere': 'x' } }),
    ],
    [
      fn,
      'it runs in a container image: only functions in a zip are played',
      ({ Fn }) => (Fn.Properties.Code = { ImageUri: 'repository@sha256:00' }),
    ],
    [
      fn,
      'its runtime is python3.13: only Node.js functions are played',
      ({ Fn }) => (Fn.Properties.Runtime = 'python3.13'),
    ],
    [
      fn,
      'its deployment configuration (elsewhere) is not in the template',
      ({ Group }) => (Group.Properties.DeploymentConfigName = 'elsewhere'),
    ],
    [
      fn,
      'its function, version or deployment group is not in the same template',
      (resources) => delete resources.Group,
    ],
    [fn, 'no alias that CodeDeploy moves, no hook and no schedule names it', (resources) => delete resources.Alias],
    [
      'App/Classifier/DeploymentGroup',
      'alarm elsewhere is not in the template',
      ({ Group }) => (Group.Properties.AlarmConfiguration as { Alarms: object[] }).Alarms.push({ Name: 'elsewhere' }),
    ],
    [
      'App/Classifier/Alias',
      'BeforeAllowTrafficHook is not called: its function is not in the template',
      ({ Alias }) =>
        ((Alias.UpdatePolicy?.CodeDeployLambdaAliasUpdate as Record<string, unknown>).BeforeAllowTrafficHook = 'hook'),
    ],
    [
      'App/Hook',
      'it is the BeforeAllowTraffic hook, which is not called: its runtime is python3.13: only Node.js functions are played',
      (resources) => {
        const Properties = { Code: { ZipFile: 'def handler(event, context): pass' }, Runtime: 'python3.13' };
        resources.Hook = {
          Type: 'AWS::Lambda::Function',
          Properties,
          Metadata: { 'aws:cdk:path': 'App/Hook/Resource' },
        };
        const update = resources.Alias.UpdatePolicy?.CodeDeployLambdaAliasUpdate as Record<string, unknown>;
        update.BeforeAllowTrafficHook = { Ref: 'Hook' };
      },
    ],
  ])('%s: %s', (path, reason, edit) => {
    expect(read(edit).notPlayed).toContainEqual(expect.objectContaining({ path, reason }));
  });
});

test('construct paths come from the assembly where the template has none', () => {
  const copy = edited(folder, v2, (resources) =>
    Object.values(resources).forEach((resource) => delete resource.Metadata),
  );
  const stack = {
    type: 'aws:cloudformation:stack',
    properties: { templateFile: 'App.template.json' },
    dependencies: ['App.assets'],
  };
  const assets = { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } };
  const metadata = { '/App/Mine/Function/Resource': [{ type: 'aws:cdk:logicalId', data: 'Fn' }] };
  writeFileSync(join(copy, 'App.metadata.json'), JSON.stringify(metadata));
  writeFileSync(
    join(copy, 'manifest.json'),
    JSON.stringify({
      artifacts: { 'App.assets': assets, App: { ...stack, additionalMetadataFile: 'App.metadata.json' } },
    }),
  );
  expect(reader.read(copy, '1').functions[0].path).toBe('App/Mine/Function');
});

test('stacks of a stage are read too', () => {
  const outer = join(folder, 'stage');
  cpSync(v2, join(outer, 'assembly-Prod'), { recursive: true });
  cpSync(join(v2, '..', 'handler'), join(outer, 'handler'), { recursive: true });
  const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } };
  writeFileSync(join(outer, 'manifest.json'), JSON.stringify({ artifacts: { Prod: stage } }));
  expect(reader.read(outer, '1').functions.map(({ id }) => id)).toEqual(['App/Alias']);
});

describe('what cannot be read is refused', () => {
  test('a folder that is no assembly', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(() => reader.read(empty, '1')).toThrow(
      `${empty} (no manifest.json): must be a cloud assembly. run "cdk synth --output ${empty}"`,
    );
  });

  test('a template that is cut off', () => {
    const copy = edited(folder, v2, () => {});
    const file = join(copy, 'App.template.json');
    writeFileSync(file, '{"Resources": {');
    expect(() => reader.read(copy, '1')).toThrow(`${file} (not JSON): must be readable. run "cdk synth" again`);
  });

  test('a template that is missing', () => {
    const copy = edited(folder, v2, () => {});
    rmSync(join(copy, 'App.template.json'));
    expect(() => reader.read(copy, '1')).toThrow('App.template.json (ENOENT): must be readable. run "cdk synth" again');
  });

  test('an asset that was not staged', () => {
    const copy = edited(join(folder, 'unstaged'), v2, () => {});
    rmSync(join(copy, '..', 'handler'), { recursive: true });
    expect(() => reader.read(copy, '1')).toThrow('handler (not there): every asset must be staged in the assembly');
  });
});
