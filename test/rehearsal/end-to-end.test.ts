import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import type { Ports } from '@inference-constructs/rehearsal/ports';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { synthesizeCdk, synthesizeCdktf } from '../support/examples';
import { root } from '../support/tools';
import type { Resources } from './support/assembly';
import { copied, edited, temporaryFolder } from './support/assembly';
import { bundles } from './support/bundles';
import { FailingInvoker } from './support/failing-invoker';

jest.setTimeout(240_000);

/** The example, as its own program synthesizes it: the very handler, layer and models. */
const folder = temporaryFolder();
const { host, cli } = bundles();
const invoker = new ProcessInvoker(host);
const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');
const [v1, v2, v3] = ['v1', 'v2', 'v3'].map((version) => join(folder, version));

beforeAll(() => {
  for (const version of ['v1', 'v2', 'v3']) synthesizeCdk(version, join(folder, version));
});

function played(options: Partial<RehearseOptions> & { to: string }, ports: Partial<Ports> = {}) {
  return rehearse({ from: v1, traffic, only: 'Diagnosis/Classifier/Function', ...options }, { invoker, ...ports });
}

const alarm = (name: string) => `Diagnosis/Classifier/${name}`;

/** Takes an alarm out of the deployment group. */
function without(name: string) {
  return (resources: Resources): void => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type !== 'AWS::CodeDeploy::DeploymentGroup') continue;
      const watched = Properties.AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] };
      watched.Alarms = watched.Alarms.filter(({ Name }) => !Name.Ref.includes(name));
    }
  };
}

describe('the same releases as CDKTF synthesizes them', () => {
  const [t1, t2, t3] = ['v1', 'v2', 'v3'].map((version) => join(folder, `terraform-${version}`));
  beforeAll(() => [t1, t2, t3].forEach((directory, i) => synthesizeCdktf(`v${i + 1}`, directory)));

  test.each<[string, string, string]>([
    ['the better model', v2, t2],
    ['the model without its scaler', v3, t3],
  ])('%s ends as on the CDK', async (_, to, terraform) => {
    const [onCdk] = (await played({ to })).deployments;
    const [onTerraform] = (await played({ from: t1, to: terraform })).deployments;
    const facts = ({ verdict, minute, alarms, exposure, rollout, timeline }: typeof onCdk) => ({
      ...{ verdict, minute, alarms, exposure, rollout },
      shares: timeline.map(({ percent, new: { requests, positiveShare } }) => [percent, requests, positiveShare]),
    });
    expect(facts(onTerraform)).toEqual(facts(onCdk));
    // The deployer's order says which deployment group moves the alias.
    expect(onTerraform.notes).toEqual(onCdk.notes);
  });
});

test('the better model is promoted', async () => {
  const { verdict, deployments } = await played({ to: v2 });
  expect(verdict).toBe('promoted');
  expect(deployments[0]).toMatchObject({
    target: { path: 'Diagnosis/Classifier/Function', kind: 'function' },
    minute: 15,
    exposure: { requests: 90, failed: 0 },
    golden: { cases: 143 },
    neverPublished: [],
    undetermined: [],
    notes: [],
    traffic: { requestsPerMinute: 60, rateFrom: 'template', largestWeight: 1, distinctRequests: 143 },
    rollout: { alarms: [alarm('ErrorsAlarm'), alarm('LatencyAlarm'), alarm('PredictionShiftAlarm')] },
    versions: {
      old: { description: 'diagnosis 1.0.0', refused: 0 },
      new: { description: 'diagnosis 2.0.0', refused: 0 },
    },
  });
  expect(deployments[0].golden?.failure).toBeUndefined();
});

test("onnxruntime is the layer's own, or the substitution is stated", async () => {
  const { deployments } = await played({ to: v2 });
  const substituted = deployments[0].substitutions.filter((text) => text.startsWith('onnxruntime-node'));
  const isLayersPlatform = process.platform === 'linux' && process.arch === 'x64';
  expect(substituted).toHaveLength(isLayersPlatform ? 0 : 1);
});

test('the model without its scaler is rolled back by the prediction shift, and by nothing else', async () => {
  const { verdict, deployments } = await played({ to: v3 });
  expect(verdict).toBe('rolled-back');
  expect(deployments[0]).toMatchObject({
    minute: 8,
    alarms: [alarm('PredictionShiftAlarm')],
    exposure: { requests: 48, failed: 0 },
    golden: { cases: 143 },
    versions: { new: { failed: 0 } },
  });
  expect(deployments[0].timeline[0].new.positiveShare).toBe(1);
});

test('without that alarm in the template it is promoted', async () => {
  const { verdict } = await played({ to: edited(folder, v3, without('PredictionShift'), 'Diagnosis') });
  expect(verdict).toBe('promoted');
});

test('the better model with errors is rolled back by the errors', async () => {
  const { verdict, deployments } = await played({ to: v2 }, { invoker: new FailingInvoker(invoker, '2', 0.2) });
  expect(verdict).toBe('rolled-back');
  expect(deployments[0].alarms).toEqual([alarm('ErrorsAlarm')]);
});

test("on another architecture this machine's onnxruntime stands in", async () => {
  const foreign = process.arch === 'x64' ? 'arm64' : 'x86_64';
  const other = edited(
    folder,
    v2,
    (resources) => {
      for (const { Type, Properties } of Object.values(resources)) {
        if (Type === 'AWS::Lambda::Function') Properties.Architectures = [foreign];
      }
    },
    'Diagnosis',
  );
  const { verdict, deployments } = await played({ to: other });
  expect(verdict).toBe('promoted');
  expect(deployments[0].substitutions).toContainEqual(
    expect.stringMatching(/^onnxruntime-node .* stood in for onnxruntime-node of the layer/),
  );
});

describe('a first deployment', () => {
  test('shifts nothing; its golden cases agree', async () => {
    const { verdict, deployments } = await played({ from: undefined, to: v2, traffic: undefined });
    expect(verdict).toBe('promoted');
    expect(deployments[0]).toMatchObject({
      isFirst: true,
      golden: { cases: 143 },
      traffic: { source: 'golden cases of the new version' },
      notes: [],
    });
  });

  test('of the model without its scaler goes through, and the alarm is told', async () => {
    const { verdict, deployments } = await played({ from: undefined, to: v3 });
    expect(verdict).toBe('promoted');
    expect(deployments[0].notes).toContain(
      `${alarm('PredictionShiftAlarm')} went into ALARM at minute 2, when nothing could be rolled back`,
    );
  });

  test('whose golden cases disagree says so', async () => {
    const broken = copied(folder, v2);
    const code = readdirSync(broken).find((name) => readdirIfAny(join(broken, name)).includes('index.mjs')) as string;
    rmSync(join(broken, code));
    cpSync(join(v2, code), join(broken, code), { recursive: true });
    cpSync(join(root, 'examples/diagnosis/models/v1/golden.jsonl'), join(broken, code, 'model', 'golden.jsonl'));
    const { verdict, deployments } = await played({ from: undefined, to: broken });
    expect(verdict).toBe('golden-cases-failed');
    expect(deployments[0].golden?.failure).toMatch(
      /^case 1: GoldenMismatch: golden\.jsonl, case 1, output 'probabilities' \(off by /,
    );
  });
});

describe('could not rehearse: exit code 1', () => {
  function refused(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'rehearse', ...args], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/\n +at /);
    expect(status).toBe(1);
    return stderr;
  }

  test('requests that the new version refuses, because no alarm rings and nothing was shown', () => {
    const file = join(folder, 'unfit.jsonl');
    writeFileSync(file, '{"body":{"instances":[[1,2]]}}\n');
    expect(refused('--from', v1, '--to', v2, '--traffic', file)).toContain(
      'requests that version 2 refused as invalid (90 of 90): at most half, or nothing is known of its answers. ' +
        'send traffic that fits its signature, or keep the signature that callers know',
    );
  });

  test('an expression that cannot be read', () => {
    const unreadable = edited(
      folder,
      v2,
      (resources) => {
        for (const { Type, Properties } of Object.values(resources)) {
          if (Type === 'AWS::CloudWatch::Alarm')
            (Properties.Metrics as { Expression: string }[])[0].Expression = 'SORT(n)';
        }
      },
      'Diagnosis',
    );
    expect(refused('--from', v1, '--to', unreadable)).toMatch(
      /^AlarmNotEvaluable: Diagnosis\/Classifier\/ErrorsAlarm: cannot evaluate function SORT: /,
    );
  });

  test('nothing but an endpoint whose configuration is not there, which is listed', () => {
    const endpoint = edited(
      folder,
      v2,
      (resources) => {
        for (const [id, { Type }] of Object.entries(resources)) {
          if (Type === 'AWS::SageMaker::EndpointConfig') delete resources[id];
        }
      },
      'DiagnosisEndpoint',
    );
    const file = join(endpoint, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { artifacts: Record<string, unknown> };
    delete manifest.artifacts.Diagnosis;
    writeFileSync(file, JSON.stringify(manifest));
    expect(refused('--to', endpoint)).toMatch(
      /not played:\n(.*\n)* {2}DiagnosisEndpoint\/Classifier \(AWS::SageMaker::Endpoint\): its configuration is not in the template/,
    );
  });
});

function readdirIfAny(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
