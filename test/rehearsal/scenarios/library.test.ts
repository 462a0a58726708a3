import { join } from 'node:path';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import type { DeploymentResult } from '@inference-constructs/rehearsal/result';
import { scenariosText } from '@inference-constructs/rehearsal/report/scenarios';
import { readyScenarios } from '@inference-constructs/rehearsal/scenarios/read-scenario';
import type { ScenariosResult } from '@inference-constructs/rehearsal/scenarios/rehearse-scenarios';
import { rehearseScenarios } from '@inference-constructs/rehearsal/scenarios/rehearse-scenarios';
import { ProcessModelServers } from '@inference-constructs/rehearsal/server/container-process';
import { synthesizeCdk } from '../../support/examples';
import { root } from '../../support/tools';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';

/** All ready scenarios on the example, v1 to v2: the very handler, server, layer and models. */
const folder = temporaryFolder();
const { host } = bundles();
const FUNCTION = 'Diagnosis/Classifier/Function';
const ENDPOINT = 'DiagnosisEndpoint/Classifier';
const MINUTES = 60_000;
let all: ScenariosResult;

beforeAll(async () => {
  const [from, to] = ['v1', 'v2'].map((version) => synthesizeCdk(version, join(folder, version)));
  const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');
  all = await rehearseScenarios(
    readyScenarios(),
    { from, to, traffic },
    { invoker: new ProcessInvoker(host), servers: new ProcessModelServers() },
  );
}, 10 * MINUTES);

function deployment(scenario: string, path: string): DeploymentResult | undefined {
  const { result } = all.scenarios.find(({ name }) => name === scenario) ?? {};
  return result?.deployments.find(({ target }) => target.path === path);
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Verdict, minute, by which alarms, requests that met the new release until then; failed ones unless the machine decides. */
type Row = [
  scenario: string,
  verdict: string,
  minute: number,
  alarms: string[],
  requests: number,
  failed: number | null,
];

test.each([FUNCTION, ENDPOINT])(
  '%s: what drifts by default is what the deployed release hangs on, and the alarm sees it',
  (path) => {
    const { traffic, timeline } = deployment('drifted-feature', path) as DeploymentResult;
    expect(traffic.drift).toEqual({
      // The worst radius of a tumour.
      feature: 20,
      standardDeviations: 3,
      because: 'of 30 features it changes the answers of version 1 most',
    });
    const shift = timeline.at(-1)?.alarms.find(({ alarm }) => lastPart(alarm) === 'PredictionShiftAlarm');
    expect(shift?.value).toBeGreaterThan(1);
  },
);

describe('the function, 60 requests a minute, 10 % for 15 minutes', () => {
  test.each<Row>([
    // Two rates that differ by 26 %: 90 requests are too few to be sure.
    ['bad-model', 'promoted', 15, [], 90, 0],
    ['slow-model', 'rolled-back', 5, ['LatencyAlarm'], 30, 0],
    ['errors', 'rolled-back', 6, ['ErrorsAlarm'], 36, 3],
    ['crash-loop', 'rolled-back', 7, ['ErrorsAlarm'], 42, 3],
    ['out-of-memory', 'rolled-back', 5, ['ErrorsAlarm'], 30, 30],
    ['drifted-feature', 'promoted', 15, [], 90, 0],
    ['traffic-x10', 'promoted', 15, [], 900, 0],
    // Lambda's duration has no cold start in it, so no alarm can see one.
    ['cold-start', 'promoted', 15, [], 90, 0],
    ['missing-permission', 'promoted', 15, [], 90, 0],
  ])('%s: %s at minute %i by %j, %i requests', (scenario, verdict, minute, alarms, requests, failed) => {
    const played = deployment(scenario, FUNCTION);
    expect(played).toMatchObject({ verdict, minute, exposure: { requests } });
    expect(played?.alarms.map(lastPart)).toEqual(alarms);
    if (failed !== null) expect(played?.exposure.failed).toBe(failed);
  });

  test('each request of a cold start met a fresh sandbox', () => {
    expect(deployment('cold-start', FUNCTION)?.versions.new.coldStartMilliseconds).toHaveLength(90);
  });

  test('without logs:PutLogEvents its own metrics never arrive', () => {
    expect(deployment('missing-permission', FUNCTION)?.notes).toContain(
      'role Diagnosis/Classifier/Role has no logs:PutLogEvents: nothing that it writes arrives, and alarms on its own metrics see nothing',
    );
    expect(deployment('missing-permission', FUNCTION)?.neverPublished.map(({ alarm }) => lastPart(alarm))).toContain(
      'PredictionShiftAlarm',
    );
  });
});

describe('the endpoint, 600 requests a minute, one of two instances for 15 minutes, then both', () => {
  test.each<Row>([
    ['bad-model', 'rolled-back', 7, ['PredictionShiftAlarm'], 600, 0],
    ['slow-model', 'rolled-back', 7, ['ErrorsAlarm', 'LatencyAlarm'], 600, null],
    ['errors', 'rolled-back', 7, ['ErrorsAlarm'], 600, 59],
    ['crash-loop', 'rolled-back', 7, ['ErrorsAlarm'], 600, 55],
    ['out-of-memory', 'rolled-back', 5, [], 0, 0],
    ['drifted-feature', 'promoted', 35, [], 13_500, 0],
    ['traffic-x10', 'promoted', 35, [], 135_000, 0],
    ['missing-permission', 'rolled-back', 5, [], 0, 0],
    ['instance-lost', 'promoted', 35, [], 13_500, 0],
  ])('%s: %s at minute %i by %j, %i requests', (scenario, verdict, minute, alarms, requests, failed) => {
    const played = deployment(scenario, ENDPOINT);
    expect(played).toMatchObject({ verdict, minute, exposure: { requests } });
    expect(played?.alarms.map(lastPart)).toEqual(alarms);
    if (failed !== null) expect(played?.exposure.failed).toBe(failed);
  });

  test('requests of a slow model wait for an instance until their time is over', () => {
    const { exposure, versions } = deployment('slow-model', ENDPOINT) as DeploymentResult;
    // An instance answers 30 a minute of 300, and those only that came early enough.
    expect(exposure.failed).toBeGreaterThan(500);
    expect(versions.new.modelledMilliseconds?.p99).toBe(60_000);
  });
});

test('what says nothing of a target is not played on it, and that is told', () => {
  const skipped = all.scenarios.flatMap(({ name, result }) =>
    (result?.notPlayed ?? [])
      .filter(({ type }) => type === `scenario ${name}`)
      .map(({ path, reason }) => [name, path, reason]),
  );
  expect(skipped).toEqual([
    ['cold-start', ENDPOINT, 'containers of an endpoint stay up'],
    ['instance-lost', FUNCTION, 'a function has no instances that could be lost'],
  ]);
});

test('the table tells what each alarm would have done and when, and how many users were hit', () => {
  const text = scenariosText(all);
  expect(text).toMatch(
    /│ errors +│ Diagnosis\/Classifier\/Function +│ rolled back at minute 6 by Errors +│ 36 requests, 3 failed +│ Errors ALARM at 6, Latency ok, PredictionShift +│/,
  );
  expect(text).toMatch(
    /│ bad-model +│ Diagnosis\/Classifier\/Function +│ promoted at minute 15 +│ 90 requests, 0 failed, then +│/,
  );
  expect(text).toContain('  instance-lost: one of its instances is gone for 5 minutes\n');
  expect(text).toContain(`    ${ENDPOINT}: role ${ENDPOINT}/Role has no s3:GetObject on arn:aws:s3:::`);
  expect(text).toMatch(/\n10 scenarios rehearsed in \d+\.\d s\n$/);
});
