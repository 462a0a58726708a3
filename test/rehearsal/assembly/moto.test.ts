import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { runMoto, testWithMoto } from '../../support/moto';
import { temporaryFolder } from '../support/assembly';
import { assemblyOf } from '../support/templates';

const folder = temporaryFolder();
const script = join(__dirname, '..', 'support', 'moto-intrinsics.py');

interface Case {
  readonly template: Readonly<Record<string, unknown>>;
  readonly exports?: Readonly<Record<string, string>>;
}

/** What every case may refer to. */
const SHARED = {
  Parameters: {
    Stage: { Type: 'String', Default: 'prod' },
    Empty: { Type: 'String', Default: '' },
    Name: { Type: 'String', Default: 'a,b:c/d' },
  },
  Mappings: {
    Sizes: {
      prod: { count: '4', zones: ['a', 'b'] },
      test: { count: '1', zones: [] },
      'eu-west-1': { count: '9', zones: ['x'] },
    },
  },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    IsHere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    NotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { 'Fn::Not': [{ Condition: 'IsTest' }] }] },
    Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'NotProd' }] },
    Deep: { 'Fn::And': [{ 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'IsHere' }] }, { Condition: 'Both' }] },
  },
};

const CONDITIONS = Object.keys(SHARED.Conditions);

/** Expressions whose value is text, one in another. */
const { text } = fc.letrec<{ text: unknown; list: unknown }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>('plain', 'a,b', 'with space', '', '100 %', 'arn:aws:s3:::bucket'),
    fc
      .constantFrom(
        'Stage',
        'Name',
        'Empty',
        'AWS::Region',
        'AWS::AccountId',
        'AWS::Partition',
        'AWS::StackName',
        'AWS::URLSuffix',
      )
      .map((Ref) => ({ Ref })),
    fc
      .constantFrom('${Stage}', 'x-${AWS::Region}-${Name}', '${AWS::StackName}.${AWS::URLSuffix}')
      .map((sub) => ({ 'Fn::Sub': sub })),
    tie('text').map((value) => ({ 'Fn::Sub': ['<${Value}> in ${AWS::Partition}', { Value: value }] })),
    fc
      .tuple(fc.constantFrom('', ',', '::'), fc.array(tie('text'), { minLength: 1, maxLength: 3 }))
      .map((join) => ({ 'Fn::Join': join })),
    fc.tuple(fc.constantFrom(',', '::'), tie('list')).map((join) => ({ 'Fn::Join': join })),
    tie('list').map((list) => ({ 'Fn::Select': ['0', list] })),
    fc.tuple(fc.constantFrom(...CONDITIONS), tie('text'), tie('text')).map((choice) => ({ 'Fn::If': choice })),
    fc
      .constantFrom({ Ref: 'Stage' }, { Ref: 'AWS::Region' }, 'test')
      .map((key) => ({ 'Fn::FindInMap': ['Sizes', key, 'count'] })),
    tie('text').map((value) => ({ 'Fn::Base64': value })),
  ),
  list: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>({ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'zones'] }),
    fc.tuple(fc.constantFrom(',', ':', '/', 'n'), tie('text')).map((split) => ({ 'Fn::Split': split })),
    fc.array(tie('text'), { minLength: 1, maxLength: 3 }),
    fc.tuple(fc.constantFrom(...CONDITIONS), tie('list'), tie('list')).map((choice) => ({ 'Fn::If': choice })),
  ),
}));

function probe(value: unknown, extra: object = {}): Case {
  return { template: { ...SHARED, Resources: { Probe: { Type: 'Custom::Probe', Properties: { value }, ...extra } } } };
}

const NO_VALUE = { Ref: 'AWS::NoValue' };
const TABLE: readonly Case[] = [
  probe({ kept: 1, gone: NO_VALUE, maybe: { 'Fn::If': ['IsTest', 'x', NO_VALUE] } }),
  probe({ nested: { list: [1, 'two', true, { 'Fn::If': ['IsProd', { a: { Ref: 'Stage' } }, {}] }] } }),
  probe({ 'Fn::Sub': '${Stage} $ {Stage} $Stage' }),
  probe({ 'Fn::Join': ['-', [1, 'a', 2]] }),
  probe({ 'Fn::Select': [1, ['a', 'b', 'c']] }),
  { ...probe({ 'Fn::ImportValue': { 'Fn::Sub': 'shared-${Stage}' } }), exports: { 'shared-prod': 'from-elsewhere' } },
  ...CONDITIONS.map((Condition) => probe('is there', { Condition })),
];

/** The probe as it is read here; undefined where its condition does not hold. */
function read({ template, exports = {} }: Case): unknown {
  const Outputs = Object.fromEntries(
    Object.entries(exports).map(([Name, Value], i) => [`Output${i}`, { Value, Export: { Name } }]),
  );
  const environment = 'aws://123456789012/eu-west-1';
  const directory = assemblyOf(folder, {
    App: { template, environment, dependencies: ['Exporter'] },
    Exporter: { template: { Outputs }, environment },
  });
  const stack = new SynthesizedOutputReader().read(directory, '1').stacks.find((one) => one.stack.id === 'App')!;
  const resource = stack.graph.get('Probe');
  if (resource === undefined) return null;
  const { value, standIns } = stack.names.resolve(resource.properties);
  expect(standIns).toEqual([]);
  return value;
}

testWithMoto('intrinsic functions become what moto makes of them', () => {
  const cases = [...TABLE, ...fc.sample(text, { seed: 20261122, numRuns: 300 }).map((value) => probe(value))];
  const file = join(folder, 'cases.json');
  writeFileSync(file, JSON.stringify(cases));
  const theirs = runMoto(script, file) as unknown[];
  expect(theirs).toHaveLength(cases.length);
  cases.forEach((one, i) => {
    expect({ template: one.template.Resources, value: read(one) }).toEqual({
      template: one.template.Resources,
      value: theirs[i],
    });
  });
});
