import { rolloutRules } from '@inference-constructs/core/out/rules/rollout';
import { broken, UNKNOWN } from './support/broken';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const NONE = 'rollback alarms (none): at least 1. name the alarms that watch the new release';

/** An endpoint whose releases are rolled back as this says. */
const endpoint = (AutoRollbackConfiguration?: unknown) => ({
  Endpoint: {
    Type: 'AWS::SageMaker::Endpoint',
    Properties: { DeploymentConfig: { BlueGreenUpdatePolicy: {}, AutoRollbackConfiguration } },
  },
});
const group = (AlarmConfiguration?: unknown) => ({
  Group: { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: { AlarmConfiguration } },
});

test.each([
  ['no rollback', endpoint()],
  ['a rollback that is left out', endpoint(NO_VALUE)],
  ['no alarm', endpoint({ Alarms: [] })],
  ['an alarm that is left out', endpoint({ Alarms: [NO_VALUE] })],
])('an endpoint with %s is never rolled back', (_, resources) => {
  expect(broken(resources, rolloutRules)).toEqual([`[rollback-without-alarms] Endpoint: ${NONE}`]);
});

test.each([
  ['no alarms', group()],
  ['alarms that are left out', group({ Enabled: true, Alarms: [NO_VALUE] })],
  ['alarms that are off', group({ Enabled: false, Alarms: [{ Name: 'errors' }] })],
  ['alarms that are off, as text', group({ Enabled: 'false', Alarms: [{ Name: 'errors' }] })],
])('a function with %s is never rolled back', (_, resources) => {
  expect(broken(resources, rolloutRules)).toEqual([`[rollback-without-alarms] Group: ${NONE}`]);
});

describe.each(UNKNOWN.map((unknown) => [JSON.stringify(unknown), unknown] as const))('%s', (_, unknown) => {
  test.each<[string, Record<string, object>]>([
    ['a configuration', { Endpoint: { Type: 'AWS::SageMaker::Endpoint', Properties: { DeploymentConfig: unknown } } }],
    ['a rollback', endpoint(unknown)],
    ['alarms', endpoint({ Alarms: unknown })],
    ['an alarm', endpoint({ Alarms: [unknown] })],
    ['the alarms of a function', group(unknown)],
    ['the list of its alarms', group({ Enabled: true, Alarms: unknown })],
    ['one of its alarms', group({ Enabled: true, Alarms: [unknown] })],
  ])('may be %s, and is not judged', (_what, resources) => {
    expect(broken(resources, rolloutRules)).toEqual([]);
  });
});
