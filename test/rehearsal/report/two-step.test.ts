import type { Resources } from './support/compared';
import { CANARY, compared, endpoint, source, stacks } from './support/compared';

const scaling = { min: 1, max: 4 };

test.each<[string, Resources, Resources, string[]]>([
  [
    'the instance type of a scaled variant',
    endpoint({ scaling }),
    endpoint({ scaling, instanceType: 'ml.g6e.xlarge' }),
    ['instance-type-of-scaled-variant'],
  ],
  ['the instance type of a variant that does not scale', endpoint({}), endpoint({ instanceType: 'ml.g6e.xlarge' }), []],
  ['the count of a scaled variant', endpoint({ scaling }), endpoint({ scaling, count: 3 }), []],
  [
    'a variant renamed under guardrails',
    endpoint({ deployment: CANARY }),
    endpoint({ deployment: CANARY, variant: 'blue' }),
    ['renamed-variant-under-guardrails'],
  ],
  ['a variant renamed without', endpoint({}), endpoint({ variant: 'blue' }), []],
  [
    'a scaled variant renamed',
    endpoint({ scaling }),
    endpoint({ scaling, variant: 'blue' }),
    ['removed-scaled-variant'],
  ],
  [
    'instances to serverless',
    endpoint({}),
    endpoint({ serverless: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }),
    ['instances-to-serverless'],
  ],
  ['serverless to instances', endpoint({ serverless: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }), endpoint({}), []],
  [
    'a replaced resource that keeps its name',
    { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', Path: '/a/' } } },
    { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', Path: '/b/' } } },
    ['replaced-under-one-name'],
  ],
  [
    'a replaced resource that is renamed',
    { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } } },
    { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 's' } } },
    [],
  ],
])('%s', (_, before, after, expected) => {
  const { twoStepPlans, conclusion } = compared(source(before), source(after));
  expect(twoStepPlans.map(({ id }) => id)).toEqual(expected);
  expect(conclusion.exitCode).toBe(expected.length === 0 ? 0 : 2);
});

test('both steps are named', () => {
  const report = compared(source(endpoint({ scaling })), source(endpoint({ scaling, instanceType: 'ml.g6e.xlarge' })));
  expect(report.twoStepPlans[0]).toMatchObject({
    path: 'Endpoint',
    change: 'instance type of variant live: ml.g5.xlarge to ml.g6e.xlarge',
    steps: [
      'take the scaling of variant live away (Target and its policies), change nothing else, and deploy',
      'change the instance type to ml.g6e.xlarge, declare the scaling again, and deploy',
    ],
  });
  expect(report.conclusion.against).toEqual([
    'Endpoint: instance type of variant live: ml.g5.xlarge to ml.g6e.xlarge takes more than one deployment',
  ]);
});

test('an export that goes while another stack imports it', () => {
  const app = (outputs: object, value: unknown) =>
    stacks({
      Producer: { Resources: {}, Outputs: outputs },
      Consumer: { Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Value: value } } } },
    });
  const exported = { Out: { Value: 'a', Export: { Name: 'Producer:Out' } } };
  const before = app(exported, { 'Fn::ImportValue': 'Producer:Out' });
  expect(compared(before, app({}, 'b')).twoStepPlans).toMatchObject([
    { id: 'export-in-use', path: 'Producer', change: 'export Producer:Out goes' },
  ]);
  expect(compared(before, app(exported, 'b')).twoStepPlans).toEqual([]);
});
