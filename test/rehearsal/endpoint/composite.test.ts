import type { Block, Resources } from './support/example';
import { ENDPOINT, endpointExample, the } from './support/example';

jest.setTimeout(120_000);
const example = endpointExample();
const COMPOSITE = 'Both';

/** The alarms of the endpoint are replaced by one on all of them, joined by `word`. */
const joined = (word: 'AND' | 'OR', other?: string) => (resources: Resources) => {
  const [, { Properties }] = the(resources, 'AWS::SageMaker::Endpoint');
  const { AutoRollbackConfiguration } = Properties.DeploymentConfig as { AutoRollbackConfiguration: Block };
  const names = (AutoRollbackConfiguration.Alarms as { AlarmName: unknown }[]).map(({ AlarmName }) => AlarmName);
  const states = [...names, ...(other === undefined ? [] : [other])].map((name) => ['ALARM("', name, '")']);
  const rule = states.flatMap((state, i) => (i === 0 ? state : [` ${word} `, ...state]));
  resources.Both = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Join': ['', rule] } } };
  AutoRollbackConfiguration.Alarms = [{ AlarmName: { Ref: 'Both' } }];
};

test.each([
  ['OR', 'rolled-back', 7, [COMPOSITE]],
  ['AND', 'promoted', 35, []],
] as const)('a wrong model under alarms joined by %s is %s', async (word, verdict, minute, alarms) => {
  const from = example.assembly('v1');
  const { deployment, notPlayed } = await example.play({ from, to: example.assembly('v3', joined(word)) });
  expect(deployment).toMatchObject({ verdict, minute, alarms, rollout: { alarms: [COMPOSITE] } });
  expect(deployment.timeline[6].alarms.map(({ alarm }) => alarm)).toContain(`${ENDPOINT}/PredictionShiftAlarm`);
  expect(notPlayed.filter(({ type }) => type.startsWith('AWS::CloudWatch'))).toEqual([]);
});

test('one on an alarm that is not declared is listed', async () => {
  const from = example.assembly('v1');
  const { deployment, notPlayed } = await example.play({ from, to: example.assembly('v3', joined('OR', 'elsewhere')) });
  expect(deployment.verdict).toBe('promoted');
  expect(notPlayed).toContainEqual({
    path: COMPOSITE,
    type: 'AWS::CloudWatch::CompositeAlarm',
    reason: 'cannot evaluate its rule: alarm elsewhere is not in the template',
  });
});
