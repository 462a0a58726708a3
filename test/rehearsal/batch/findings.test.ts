import { machineFindings } from '@inference-constructs/rehearsal/batch/machine-findings';
import type { Machine } from '@inference-constructs/rehearsal/state-machine/read-machine';
import { readMachine } from '@inference-constructs/rehearsal/state-machine/read-machine';
import { read } from '../analysis/support/declared';

type Block = Record<string, unknown>;

function machine(properties: Block, more: Block = {}): Machine {
  const { stacks } = read({
    Model: { Type: 'AWS::SageMaker::Model', Properties: { ModelName: 'm1' } },
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: 'r', ...properties } },
    ...more,
  } as never);
  const [resource] = stacks[0].graph.ofType('AWS::StepFunctions::StateMachine');
  const found = readMachine(resource, stacks[0]);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const found = (properties: Block) =>
  machineFindings(machine(properties), ['m1']).map(({ severity, id, state, message }) => [
    severity,
    id,
    state,
    message,
  ]);
const job = (more: Block = {}, parameters: Block = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sagemaker:createTransformJob.sync',
  Parameters: { 'TransformJobName.$': '$$.Execution.Name', ModelName: 'm1', ...parameters },
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
  End: true,
  ...more,
});
const definition = (One: Block, more: Block = {}) => ({
  StartAt: 'One',
  States: { One, Failed: { Type: 'Fail' }, ...more },
});

test('nothing is found in a machine that is as it should be', () => {
  expect(found({ Definition: definition(job()) })).toEqual([]);
});

test.each<[string, Block, [string, string, string | undefined, string][]]>([
  [
    'a state that nothing leads to',
    { Definition: definition(job(), { Two: { Type: 'Pass', Next: 'Three' }, Three: { Type: 'Succeed' } }) },
    [
      ['warning', 'state-unreachable', 'Two', 'no state leads to it'],
      ['warning', 'state-unreachable', 'Three', 'no state leads to it'],
    ],
  ],
  [
    'a failure that nothing catches',
    { Definition: { StartAt: 'One', States: { One: job({ Catch: undefined }) } } },
    [['info', 'failure-uncaught', 'One', 'nothing catches its failure, which ends the execution']],
  ],
  [
    'a catcher of something else',
    { Definition: definition(job({ Catch: [{ ErrorEquals: ['E'], Next: 'Failed' }] })) },
    [['info', 'failure-uncaught', 'One', 'nothing catches its failure, which ends the execution']],
  ],
  [
    'a model that is not in the template',
    { Definition: definition(job({}, { ModelName: 'm2' })) },
    [['warning', 'model-missing', 'One', 'model m2 is not in the template']],
  ],
  [
    'a reference to nothing',
    { Definition: definition(job({}, { RoleArn: { 'Fn::GetAtt': ['Gone', 'Arn'] } })) },
    [['error', 'resource-missing', undefined, 'the definition refers to Gone, which is not there']],
  ],
  [
    'a wait for a job in an Express workflow',
    { Definition: definition(job()), StateMachineType: 'EXPRESS' },
    [['error', 'sync-in-express', 'One', 'an Express workflow waits for no job: Step Functions refuses .sync in it']],
  ],
  [
    'a retry under the same name',
    { Definition: definition(job({ Retry: [{ ErrorEquals: ['States.TaskFailed'] }] })) },
    [
      [
        'warning',
        'retry-same-job-name',
        'One',
        'a retry asks for the same TransformJobName again, which SageMaker refuses once the job was created',
      ],
    ],
  ],
])('%s', (_, properties, expected) => {
  expect(found(properties)).toEqual(expected);
});

test.each<[string, Block]>([
  [
    'where it is caught around it',
    {
      Type: 'Parallel',
      Branches: [{ StartAt: 'In', States: { In: job({ Catch: undefined }) } }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
      End: true,
    },
  ],
  [
    'where a retry counts itself in',
    job(
      { Retry: [{ ErrorEquals: ['States.ALL'] }] },
      { 'TransformJobName.$': "States.Format('a-{}', $$.State.RetryCount)" },
    ),
  ],
  [
    'where a retry is of a request that was refused',
    job({ Retry: [{ ErrorEquals: ['SageMaker.AmazonSageMakerException'] }] }),
  ],
])('nothing is found %s', (_, state) => {
  expect(found({ Definition: definition(state) })).toEqual([]);
});

describe('a definition is read', () => {
  const text = JSON.stringify({
    StartAt: '${first}',
    States: { One: job({}, { ModelName: '${model}' }), Failed: { Type: 'Fail' } },
  });
  const DefinitionSubstitutions = { first: 'One', model: { 'Fn::GetAtt': ['Model', 'ModelName'] } };

  test.each<[string, Block]>([
    ['from text with substitutions', { DefinitionString: text, DefinitionSubstitutions }],
    ['from an object with substitutions', { Definition: JSON.parse(text) as Block, DefinitionSubstitutions }],
    ['from a text that is substituted', { DefinitionString: { 'Fn::Sub': [text, DefinitionSubstitutions] } }],
  ])('%s', (_, properties) => {
    const { definition: got } = machine(properties);
    expect(got.States[got.StartAt].Parameters).toMatchObject({ ModelName: 'm1' });
  });

  test.each<[string, Block, string]>([
    ['none', {}, 'its definition is not in the assembly'],
    ['no JSON', { DefinitionString: 'StartAt' }, 'its definition is no JSON'],
    [
      'an object that is not there',
      { DefinitionS3Location: { Bucket: 'b', Key: 'k' } },
      'its definition is not in the assembly',
    ],
    [
      'what is not played',
      { Definition: { QueryLanguage: 'JSONata', StartAt: 'One', States: {} } },
      'QueryLanguage JSONata is not played: only JSONPath is',
    ],
  ])('%s', (_, properties, why) => {
    expect(() => machine(properties)).toThrow(why);
    const { notPlayed, withoutEffect } = read({
      Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: properties },
    } as never);
    expect([notPlayed, withoutEffect]).toEqual([
      [{ path: 'Machine', type: 'AWS::StepFunctions::StateMachine', reason: why }],
      [],
    ]);
  });

  test('one that can be played is not listed as not played', () => {
    const { notPlayed, withoutEffect } = read({
      Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition: definition(job()) } },
    } as never);
    expect(notPlayed).toEqual([]);
    expect(withoutEffect).toEqual([
      {
        path: 'Machine',
        type: 'AWS::StepFunctions::StateMachine',
        reason: 'a deployment starts no execution: "inference batch" plays one',
      },
    ]);
  });
});
