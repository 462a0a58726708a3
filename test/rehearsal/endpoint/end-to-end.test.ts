import { join } from 'node:path';
import { ProcessModelServers } from '@inference-constructs/rehearsal/server/container-process';
import { DEFAULTS, type RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { readScenario } from '@inference-constructs/rehearsal/scenarios/read-scenario';
import { synthesizeCdk, synthesizeCdktf } from '../../support/examples';
import { root } from '../../support/tools';
import type { Resources } from '../support/assembly';
import { edited, temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';

jest.setTimeout(240_000);

/** The example's endpoint, as its own program synthesizes it: the very server of the image, and the very models. */
const folder = temporaryFolder();
const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');
const [v1, v2, v3] = ['v1', 'v2', 'v3'].map((version) => join(folder, version));
const own = new ProcessModelServers();
const { server } = bundles();
const ENDPOINT = 'DiagnosisEndpoint/Classifier';

beforeAll(() => {
  for (const version of ['v1', 'v2', 'v3']) synthesizeCdk(version, join(folder, version));
});

/** Fewer real requests than by default, where how many there are is not what is asked. */
async function played(options: Partial<RehearseOptions> & { to: string }, servers = own) {
  const result = await rehearse({ from: v1, traffic, only: ENDPOINT, sample: 60, ...options }, { servers });
  return { ...result, deployment: result.deployments[0] };
}

type Block = Record<string, unknown>;

/** The assembly with its endpoint's stack edited: each resource of a type gets its properties changed. */
function changed(assembly: string, changes: Record<string, (properties: Block, resources: Resources) => void>): string {
  const edit = (resources: Resources): void => {
    for (const { Type, Properties } of Object.values(resources)) changes[Type]?.(Properties, resources);
  };
  return edited(folder, assembly, edit, 'DiagnosisEndpoint');
}

const routing = (properties: Block): Block =>
  ((properties.DeploymentConfig as Block).BlueGreenUpdatePolicy as Block).TrafficRoutingConfiguration as Block;
const variants = (properties: Block): Block[] => properties.ProductionVariants as Block[];
const alarm = (name: string): string => `${ENDPOINT}/${name}`;

describe('the verdict', () => {
  test('the better model is promoted after two bakes', async () => {
    const { verdict, deployment, notPlayed } = await played({ to: v2, sample: DEFAULTS.sample });
    expect(verdict).toBe('promoted');
    expect(deployment).toMatchObject({
      target: { path: ENDPOINT, kind: 'endpoint' },
      minute: 35,
      exposure: { requests: 13_500, failed: 0 },
      golden: { cases: 143 },
      neverPublished: [],
      undetermined: [],
      rollout: {
        configuration: 'blue/green, canary of 10 %, bakes of 15 minutes',
        steps: [
          { percent: 0, minutes: 5 },
          { percent: 50, minutes: 15 },
          { percent: 100, minutes: 15 },
          { percent: 100, minutes: 0 },
        ],
      },
      versions: {
        old: { description: 'diagnosis 1.0.0 on 2 × ml.c7i.large', refused: 0 },
        new: { description: 'diagnosis 2.0.0 on 2 × ml.c7i.large', refused: 0 },
      },
      events: [
        {
          minute: 0,
          what: 'CloudFormation creates the new model, configuration and alarms, then calls UpdateEndpoint; the new instances start',
        },
        { minute: 5, what: '50 % of the traffic goes to the new instances' },
        { minute: 20, what: '100 % of the traffic goes to the new instances' },
        { minute: 35, what: 'the old instances end; CloudFormation deletes the old model, configuration and alarms' },
      ],
      notes: [
        '5 minutes were assumed until new instances are in service',
        '10 % of 2 instances is no whole number of them: 50 % of the traffic was assumed, because AWS does not document how it rounds',
      ],
    });
    expect(deployment.golden?.failure).toBeUndefined();
    expect(deployment.timeline[5]).toMatchObject({ new: { instances: 1, requests: 300 }, old: { instances: 2 } });
    expect(notPlayed.filter(({ type }) => type.startsWith('AWS::SageMaker'))).toEqual([]);
  });

  test('the model without its scaler is rolled back by the prediction shift', async () => {
    const { verdict, deployment } = await played({ to: v3 });
    expect(verdict).toBe('rolled-back');
    expect(deployment).toMatchObject({
      minute: 7,
      alarms: [alarm('PredictionShiftAlarm')],
      exposure: { requests: 600, failed: 0 },
      golden: { cases: 143 },
    });
    expect(deployment.events.at(-1)?.what).toBe(
      "all traffic is the old instances' again, UpdateEndpoint fails, the stack rolls back and deletes the new model, configuration and alarms",
    );
  });

  test('nothing changes where nothing is new', async () => {
    const result = await rehearse({ from: v2, to: v2, traffic }, { servers: own });
    expect(result).toMatchObject({ verdict: 'unchanged', deployments: [] });
    expect(result.unchanged).toContain(ENDPOINT);
  });

  test('a first deployment has no guardrails: the wrong model comes through, and its alarm is told', async () => {
    const { verdict, deployment } = await played({ from: undefined, to: v3 });
    expect(verdict).toBe('promoted');
    expect(deployment).toMatchObject({ isFirst: true, minute: 0, exposure: { requests: 0 } });
    expect(deployment.notes).toEqual(
      expect.arrayContaining([
        'guardrails hold for updates only: a first deployment has none',
        expect.stringMatching(/PredictionShiftAlarm went into ALARM at minute 2, when nothing could be rolled back$/),
      ]),
    );
  });

  test('a first deployment that never comes into service fails', async () => {
    const { verdict, deployment } = await played({ from: undefined, to: v2, scenario: readScenario('out-of-memory') });
    expect(verdict).toBe('failed');
    expect(deployment).toMatchObject({
      minute: 0,
      reason: 'the container of variant live does not become healthy: its process ended with SIGKILL',
    });
  });
});

describe('follows the template: what is seeded changes the verdict', () => {
  test('an alarm that watches another model sees nothing', async () => {
    const wrong = changed(v3, {
      'AWS::CloudWatch::Alarm': ({ Metrics }) => {
        const text = JSON.stringify(Metrics).replaceAll(
          '"ModelDigest","Value":"sha256:',
          '"ModelDigest","Value":"sha256:0',
        );
        (Metrics as unknown[]).splice(0, Infinity, ...(JSON.parse(text) as unknown[]));
      },
    });
    const { verdict, deployment } = await played({ to: wrong });
    expect(verdict).toBe('promoted');
    expect(deployment.neverPublished.map((one) => one.alarm)).toContain(alarm('PredictionShiftAlarm'));
  });

  test('a bake that is shorter than the alarm needs', async () => {
    const short = changed(v3, {
      'AWS::SageMaker::Endpoint': (properties) => {
        Object.assign(routing(properties), { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 60, CanarySize: undefined });
      },
    });
    const { verdict, deployment } = await played({ to: short });
    expect(verdict).toBe('promoted');
    expect(deployment).toMatchObject({ minute: 6, exposure: { requests: 600 } });
  });

  test('a time limit that is shorter than the bakes', async () => {
    const late = changed(v2, {
      'AWS::SageMaker::Endpoint': ({ DeploymentConfig }) => {
        ((DeploymentConfig as Block).BlueGreenUpdatePolicy as Block).MaximumExecutionTimeoutInSeconds = 600;
      },
    });
    const { deployment } = await played({ to: late });
    expect(deployment).toMatchObject({
      verdict: 'rolled-back',
      minute: 10,
      reason: 'it took longer than MaximumExecutionTimeoutInSeconds allows (10 minutes)',
    });
  });

  /** A second variant with the same model; the alarms watch the first. */
  const withWeights = (first: number, second: number) =>
    changed(v2, {
      'AWS::SageMaker::EndpointConfig': (properties) => {
        const [live] = variants(properties);
        properties.ProductionVariants = [
          { ...live, InitialVariantWeight: first },
          { ...live, VariantName: 'other', InitialVariantWeight: second },
        ];
      },
    });

  test.each([
    [99, 1, 'rolled-back'],
    [1, 1999, 'promoted'],
  ])('weights of %i and %i: a release with errors is %s', async (first, second, verdict) => {
    const result = await played({ to: withWeights(first, second), scenario: readScenario('errors') });
    expect(result.verdict).toBe(verdict);
    expect(result.deployment.variants?.map(({ name, isShadow }) => [name, isShadow])).toEqual([
      ['live', false],
      ['other', false],
    ]);
  });
});

describe('what stands in for what', () => {
  test('the CPU for a GPU, whose times are not these', async () => {
    const gpu = changed(v2, {
      'AWS::SageMaker::EndpointConfig': (properties) => (variants(properties)[0].InstanceType = 'ml.g5.xlarge'),
      'AWS::SageMaker::Model': ({ PrimaryContainer }) => {
        ((PrimaryContainer as Block).Environment as Block).INFERENCE_DEVICE = 'cuda';
      },
    });
    const { verdict, deployment } = await played({ to: gpu });
    expect(verdict).toBe('promoted');
    expect(deployment.minute).toBe(37);
    expect(deployment.substitutions).toContain(
      "the CPU stood in for the GPU of ml.g5.xlarge: its times say nothing of a GPU's",
    );
    expect(deployment.notes).toContain('7 minutes were assumed until new instances are in service');
  });

  test('one process for each instance, and this machine for its image', async () => {
    const { deployment } = await played({ to: v3 });
    expect(deployment.substitutions).toEqual([
      expect.stringMatching(/^one process on this machine \(.*\) stood in for each instance of a variant$/),
      expect.stringMatching(/^onnxruntime-node .* of this machine stood in for the image's$/),
    ]);
  });
});

test('as CDKTF synthesizes it, the verdict is the same, and our runtime stands in for the image', async () => {
  const [from, to] = ['v1', 'v3'].map((version) => synthesizeCdktf(version, join(folder, `terraform-${version}`)));
  const { verdict, deployment } = await played({ from, to }, new ProcessModelServers(server));
  expect(verdict).toBe('rolled-back');
  expect(deployment).toMatchObject({ minute: 7, exposure: { requests: 600, failed: 0 } });
  expect(deployment.substitutions).toContain(
    'the runtime of this library stood in for the image 123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-runtime:0.1.0',
  );
  expect(deployment.events.at(-1)?.what).toMatch(
    /UpdateEndpoint fails, and what Terraform created of the new release stays$/,
  );
});

test('a shadow gets copies; its answers are dropped', async () => {
  const shadowed = changed(v2, {
    'AWS::SageMaker::EndpointConfig': (properties) => {
      const [live] = variants(properties);
      properties.ShadowProductionVariants = [{ ...live, VariantName: 'shadow', InitialVariantWeight: 0.25 }];
    },
  });
  const { deployment } = await played({ to: shadowed });
  expect(deployment.exposure.requests).toBe(13_500);
  const [live, shadow] = deployment.variants ?? [];
  expect(live).toMatchObject({ name: 'live', isShadow: false, requests: 13_500 });
  expect(shadow).toMatchObject({ name: 'shadow', isShadow: true });
  expect(shadow.sampled / live.sampled).toBeCloseTo(0.25, 1);
});

describe("a user's role", () => {
  const without = (action: string, more: Record<string, (properties: Block) => void> = {}) =>
    changed(v2, {
      'AWS::IAM::RolePolicy': ({ PolicyDocument }) => {
        const document = PolicyDocument as { Statement: { Action: string[] }[] };
        for (const statement of document.Statement) {
          statement.Action = [statement.Action].flat().filter((one) => one !== action);
        }
      },
      ...more,
    });

  test('that may not fetch the model: the new release never gets traffic', async () => {
    const { deployment } = await played({ to: without('s3:GetObject') });
    expect(deployment).toMatchObject({
      verdict: 'rolled-back',
      minute: 5,
      exposure: { requests: 0, failed: 0 },
      reason: expect.stringMatching(
        /^role DiagnosisEndpoint\/Classifier\/Role has no s3:GetObject on arn:aws:s3:::cdk-hnb659fds-assets-.*\.gz, so it cannot fetch the model$/,
      ),
    });
  });

  test("that may not decrypt it with the bucket's own key", async () => {
    const encrypted = edited(
      folder,
      v2,
      (resources) => {
        resources.Key = { Type: 'AWS::KMS::Key', Properties: {} };
        resources.Bucket = {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketName: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
            BucketEncryption: {
              ServerSideEncryptionConfiguration: [
                { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Key' } } },
              ],
            },
          },
        };
      },
      'DiagnosisEndpoint',
    );
    const { deployment } = await played({ to: encrypted });
    expect(deployment).toMatchObject({
      verdict: 'rolled-back',
      exposure: { requests: 0 },
      reason:
        'role DiagnosisEndpoint/Classifier/Role has no kms:Decrypt on DiagnosisEndpoint-Key, so it cannot decrypt the model',
    });
  });

  test('that may not write logs: the alarm on our own metrics is blind', async () => {
    const blind = edited(
      folder,
      v3,
      (resources) => {
        for (const { Type, Properties } of Object.values(resources)) {
          if (Type !== 'AWS::IAM::RolePolicy') continue;
          const document = Properties.PolicyDocument as { Statement: { Action: unknown }[] };
          document.Statement = document.Statement.filter(({ Action }) => !JSON.stringify(Action).includes('logs:Put'));
        }
      },
      'DiagnosisEndpoint',
    );
    const { verdict, deployment } = await played({ to: blind });
    expect(verdict).toBe('promoted');
    expect(deployment.notes).toContain(
      'role DiagnosisEndpoint/Classifier/Role has no logs:CreateLogStream: nothing that it writes arrives, and alarms on its own metrics see nothing',
    );
  });

  test('that the template does not declare is not checked, and that is said', async () => {
    const imported = changed(v2, {
      'AWS::SageMaker::Model': (properties) => (properties.ExecutionRoleArn = 'arn:aws:iam::123456789012:role/other'),
    });
    const { verdict, deployment } = await played({ to: imported });
    expect(verdict).toBe('promoted');
    expect(deployment.notes).toContain('permissions were not checked: the role is not in the template');
  });
});
