import { cidrBlocks } from '@inference-constructs/rehearsal/assembly/intrinsics/cidr';
import { partitionOf } from '@inference-constructs/core/out/catalog/partitions';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { temporaryFolder } from '../support/assembly';
import { assemblyOf } from '../support/templates';

const folder = temporaryFolder();

interface Sections {
  readonly Parameters?: object;
  readonly Mappings?: object;
  readonly Conditions?: object;
}

/** A property of a resource as it would be deployed, with what stands in for something. */
function resolved(value: unknown, sections: Sections = {}, environment = 'aws://210987654321/eu-west-1') {
  const template = {
    ...sections,
    Resources: { Probe: { Type: 'Custom::Probe', Properties: { value } }, Fn: { Type: 'AWS::Lambda::Function' } },
  };
  const [{ graph, names }] = new SynthesizedOutputReader().read(
    assemblyOf(folder, { App: { template, environment } }),
    '1',
  ).stacks;
  const { value: properties, standIns } = names.resolve(graph.get('Probe')?.properties);
  return { value: (properties as { value?: unknown }).value, standIns };
}

describe('functions that the template alone decides', () => {
  test.each<[string, unknown, unknown]>([
    ['a literal of Fn::Sub', { 'Fn::Sub': 'a ${!Literal} ${AWS::Region}' }, 'a ${Literal} eu-west-1'],
    ['its variables before the resources', { 'Fn::Sub': ['${Fn}', { Fn: 'own' }] }, 'own'],
    ['Fn::GetAtt as one text', { 'Fn::GetAtt': 'Fn.Arn' }, 'arn:aws:lambda:eu-west-1:210987654321:function:App-Fn'],
    [
      'Fn::Select of a split ARN',
      { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Fn', 'Arn'] }] }] },
      'App-Fn',
    ],
    ['Fn::Length', { 'Fn::Length': [1, 2, { Ref: 'AWS::Region' }] }, 3],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { a: [1, { Ref: 'AWS::Region' }] } }, '{"a":[1,"eu-west-1"]}'],
    ['Fn::ToJsonString of a name', { 'Fn::ToJsonString': { fn: { Ref: 'Fn' } } }, '{"fn":"App-Fn"}'],
    ['Fn::Base64', { 'Fn::Base64': 'hé' }, 'aMOp'],
    ['Fn::Cidr', { 'Fn::Select': ['1', { 'Fn::Cidr': ['10.0.0.0/24', 2, '5'] }] }, '10.0.0.32/27'],
    ['Fn::Join of a list that a function makes', { 'Fn::Join': ['+', { 'Fn::Split': ['.', 'a.b'] }] }, 'a+b'],
  ])('%s', (_, expression, expected) => {
    expect(resolved(expression)).toEqual({ value: expected, standIns: [] });
  });
});

describe('what cannot be known is said', () => {
  test.each<[string, unknown, unknown, string[]]>([
    [
      'an export of nobody',
      { 'Fn::ImportValue': 'Elsewhere' },
      { 'Fn::ImportValue': 'Elsewhere' },
      ['Fn::ImportValue'],
    ],
    [
      'availability zones',
      { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
      'eu-west-1a',
      ['availability zones of eu-west-1'],
    ],
    [
      'the id of the stack',
      { Ref: 'AWS::StackId' },
      'arn:aws:cloudformation:eu-west-1:210987654321:stack/App/00000000-0000-0000-0000-000000000000',
      ['AWS::StackId'],
    ],
    [
      'a function of a macro',
      { 'Fn::Transform': { Name: 'Mine' } },
      { 'Fn::Transform': { Name: 'Mine' } },
      ['Fn::Transform'],
    ],
    [
      'an attribute that AWS makes up',
      { 'Fn::GetAtt': ['Fn', 'SnapStartResponse'] },
      'App-Fn',
      ['Fn.SnapStartResponse'],
    ],
    ['an index out of range', { 'Fn::Select': [3, ['a']] }, { 'Fn::Select': [3, ['a']] }, ['Fn::Select']],
    [
      'a key that no mapping has',
      { 'Fn::FindInMap': ['None', 'a', 'b'] },
      { 'Fn::FindInMap': ['None', 'a', 'b'] },
      ['Fn::FindInMap'],
    ],
    ['a circle of conditions', { 'Fn::If': ['Round', 1, 2] }, { 'Fn::If': ['Round', 1, 2] }, ['Fn::If']],
  ])('%s', (_, expression, value, standIns) => {
    const Conditions = { Round: { 'Fn::Not': [{ Condition: 'Round' }] } };
    expect(resolved(expression, { Conditions })).toEqual({ value, standIns });
  });

  test.each([
    'Fn::Join',
    'Fn::Sub',
    'Fn::GetAtt',
    'Fn::Select',
    'Fn::Split',
    'Fn::If',
    'Fn::FindInMap',
    'Fn::ImportValue',
    'Fn::Base64',
    'Fn::GetAZs',
    'Fn::Cidr',
    'Fn::Length',
    'Fn::Equals',
    'Fn::And',
    'Fn::Or',
    'Fn::Not',
    'Ref',
  ])('%s with arguments that make no sense', (name) => {
    for (const argument of [null, 5, [], {}, [null], [[], {}], ['', 7], { a: 1 }]) {
      const { value, standIns } = resolved({ [name]: argument });
      if (standIns.length === 0) expect(JSON.stringify(value)).not.toContain('Fn::');
    }
  });
});

describe('parameters', () => {
  const Parameters = {
    Text: { Type: 'String', Default: 'x' },
    Number: { Type: 'Number', Default: 5 },
    List: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Default: '' },
    Kept: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
    Asked: { Type: 'String' },
  };
  test.each<[string, unknown, string[]]>([
    ['Text', 'x', []],
    ['Number', '5', []],
    ['List', ['a', 'b', 'c'], []],
    ['Subnets', [], []],
    ['Kept', 'App-Kept', ['Kept']],
    ['Asked', 'App-Asked', ['Asked']],
  ])('%s', (Ref, value, standIns) => {
    expect(resolved({ Ref }, { Parameters })).toEqual({ value, standIns });
  });
});

test('Fn::FindInMap takes its default where a key is missing', () => {
  const find = (key: unknown) => ({ 'Fn::FindInMap': ['M', key, 'a', { DefaultValue: 'else' }] });
  const Mappings = { M: { here: { a: 'found' } } };
  expect([resolved(find('here'), { Mappings }).value, resolved(find('there'), { Mappings }).value]).toEqual([
    'found',
    'else',
  ]);
});

test.each([
  ['eu-west-1', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
])('the partition of %s', (region, name, suffix) => {
  expect(partitionOf(region)).toMatchObject({ name, suffix });
  expect(resolved({ 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix}' }, {}, `aws://210987654321/${region}`).value).toBe(
    `${name} ${suffix}`,
  );
});

describe('a condition', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'prod' }, Asked: { Type: 'String' } };
  const Conditions = {
    Yes: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Open: { 'Fn::Equals': [{ Ref: 'Asked' }, 'x'] },
    OpenOrYes: { 'Fn::Or': [{ Condition: 'Open' }, { Condition: 'Yes' }] },
    OpenAndNo: { 'Fn::And': [{ Condition: 'Open' }, { Condition: 'No' }] },
    OpenAndYes: { 'Fn::And': [{ Condition: 'Open' }, { Condition: 'Yes' }] },
  };
  const read = (Condition: string) => {
    const Resources = { Bucket: { Type: 'AWS::S3::Bucket', Condition } };
    const { stacks, notPlayed } = new SynthesizedOutputReader().read(
      assemblyOf(folder, { App: { template: { Parameters, Conditions, Resources } } }),
      '1',
    );
    return { isThere: stacks[0].graph.get('Bucket') !== undefined, reasons: notPlayed.map(({ reason }) => reason) };
  };
  const listed = ['no store is set up on this machine'];

  test.each<[string, boolean, string[]]>([
    ['Yes', true, listed],
    ['No', false, []],
    ['OpenOrYes', true, listed],
    ['OpenAndNo', false, []],
    ['Open', false, ['its condition "Open" hangs on what only a deployment knows']],
    ['OpenAndYes', false, ['its condition "OpenAndYes" hangs on what only a deployment knows']],
    ['Missing', false, ['its condition "Missing" hangs on what only a deployment knows']],
  ])('%s', (name, isThere, reasons) => {
    expect(read(name)).toEqual({ isThere, reasons });
  });
});

test.each<[readonly unknown[], string[] | undefined]>([
  [
    ['192.168.0.0/24', 6, 5],
    ['192.168.0.0/27', '192.168.0.32/27', '192.168.0.64/27', '192.168.0.96/27', '192.168.0.128/27', '192.168.0.160/27'],
  ],
  [['10.0.0.0/16', 1, 8], ['10.0.0.0/24']],
  [['10.0.0.0/24', 9, 5], undefined],
  [['10.0.0.0/24', 1, 9], undefined],
  [['2001:db8::/56', 1, 64], undefined],
  [['300.0.0.0/24', 1, 4], undefined],
])('blocks of %j', (given, blocks) => {
  expect(cidrBlocks(given)).toEqual(blocks);
});
