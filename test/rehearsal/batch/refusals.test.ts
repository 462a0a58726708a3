import { refusalsOf } from '@inference-constructs/rehearsal/state-machine/refusals';

const machine = (state: object, more: object = {}) => ({ StartAt: 'One', States: { One: state }, ...more }) as never;
const task = (more: object) => machine({ Type: 'Task', Resource: 'r', End: true, ...more });

test.each<[string, never, string[]]>([
  [
    'JSONata',
    machine({ Type: 'Pass', End: true }, { QueryLanguage: 'JSONata' }),
    ['QueryLanguage JSONata is not played: only JSONPath is'],
  ],
  [
    'JSONata of one state',
    machine({ Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}', End: true }),
    ['state One: QueryLanguage JSONata is not played: only JSONPath is'],
  ],
  ['variables', machine({ Type: 'Pass', Assign: { x: 1 }, End: true }), ['state One: Assign is not played']],
  ['an unknown type', machine({ Type: 'Sleep' }), ['state One: Type Sleep is not known']],
  ['no first state', machine({ Type: 'Succeed' }, { StartAt: 'Two' }), ['StartAt Two is no state']],
  ['no next state', machine({ Type: 'Pass', Next: 'Two' }), ['state One: Next Two is no state']],
  [
    'a catcher that leads nowhere',
    task({ Catch: [{ ErrorEquals: ['E'], Next: 'Two' }] }),
    ['state One: Next Two is no state'],
  ],
  ['no end', machine({ Type: 'Pass' }), ['state One: neither Next nor End']],
  [
    'heartbeats and credentials',
    task({ HeartbeatSeconds: 5, Credentials: {} }),
    ['state One: HeartbeatSeconds is not played', 'state One: Credentials is not played'],
  ],
  ['a filter in a path', task({ Parameters: { 'x.$': '$.a[?(@.b)]' } }), ['state One: path $.a[?(@.b)] is not played']],
  ['a result for several places', task({ ResultPath: '$.a[*]' }), ['state One: path $.a[*] is not played']],
  [
    'an unknown function',
    task({ Parameters: { 'x.$': 'States.Later()' } }),
    ['state One: intrinsic function States.Later is not known'],
  ],
  [
    'an unknown comparison',
    machine({ Type: 'Choice', Choices: [{ Variable: '$.a', Like: 1, Next: 'One' }] }),
    ['state One: Choices: comparison Like is not known'],
  ],
  ['no choices', machine({ Type: 'Choice' }), ['state One: Choices is missing']],
  ['no resource', machine({ Type: 'Task', End: true }), ['state One: Resource is missing']],
  [
    'no time to wait',
    machine({ Type: 'Wait', End: true }),
    ['state One: Seconds or SecondsPath or Timestamp or TimestampPath is missing'],
  ],
  ['a retrier of no error', task({ Retry: [{ MaxAttempts: 1 }] }), ['state One: Retry: ErrorEquals is missing']],
  ['a catcher of no error', task({ Catch: [{ Next: 'One' }] }), ['state One: Catch: ErrorEquals is missing']],
  [
    'a rule that leads nowhere',
    machine({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true }] }),
    ['state One: Choices: Next is missing'],
  ],
  [
    'numbers that are none',
    task({ TimeoutSeconds: 'soon', Retry: [{ ErrorEquals: ['E'], MaxAttempts: -1 }] }),
    [
      'state One: TimeoutSeconds must be a whole number from 1 on',
      'state One: MaxAttempts must be a whole number from 0 on',
    ],
  ],
  ['a state that is none', machine('Pass' as never), ['state One: is no object']],
  [
    'a distributed Map state',
    machine({
      Type: 'Map',
      ItemReader: {},
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'In', States: { In: { Type: 'Succeed' } } },
      End: true,
    }),
    ['state One: ItemReader is not played', 'state One: a Map state of mode "DISTRIBUTED" is not played'],
  ],
  [
    'something inside of a branch',
    machine({ Type: 'Parallel', Branches: [{ StartAt: 'In', States: { In: { Type: 'Pass' } } }], End: true }),
    ['state In: neither Next nor End'],
  ],
])('%s is refused', (_, definition, refusals) => {
  expect(refusalsOf(definition)).toEqual(refusals);
});
