// First: they stand in for what the constructs read.
import '../cdk/support/synth';
import '../cdktf/support/synth';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from '@inference-constructs/cdk';
import * as cdktf from '@inference-constructs/cdktf';
import { CONSTRUCT_GAPS, OPTION_GAPS } from '@inference-constructs/core/out/graph/construct-gaps';

/** Classes of one package that the other has not. */
const onlyIn = (these: object, others: object): string[] =>
  Object.entries(these)
    .filter(([name, value]) => typeof value === 'function' && /^[A-Z]/.test(name) && !(name in others))
    .map(([name]) => name);

const declared = (on: 'cdk' | 'cdktf') => CONSTRUCT_GAPS.filter((gap) => gap.on === on).map(({ name }) => name);

test('what only one engine has is declared, and nothing else', () => {
  expect(onlyIn(cdk, cdktf).sort()).toEqual(declared('cdk').sort());
  expect(onlyIn(cdktf, cdk).sort()).toEqual(declared('cdktf').sort());
});

const root = join(__dirname, '..', '..');
const provider = join(root, 'node_modules', '@cdktf', 'provider-aws', 'lib');
const configuration = () => readFileSync(join(provider, 'sagemaker-endpoint-configuration', 'index.d.ts'), 'utf8');

/** Properties of a struct as its source declares them, without those it extends. */
function propertiesOf(engine: 'cdk' | 'cdktf', struct: string): string[] {
  const file = `${struct.replace(/Props$/, '').replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`)}.ts`.toLowerCase();
  const source = readFileSync(join(root, 'constructs', engine, 'src', 'serving', file), 'utf8');
  const body = new RegExp(`interface ${struct} [^{]*\\{([\\s\\S]*?)\\n\\}`).exec(source)![1];
  return [...body.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name);
}

test.each(OPTION_GAPS)('$of.$name is on $on only', ({ of, name, on }) => {
  expect(propertiesOf(on, of)).toContain(name);
  expect(propertiesOf(on === 'cdk' ? 'cdktf' : 'cdk', of)).not.toContain(name);
});

test('the provider has nothing of instance pools', () => {
  expect(configuration()).not.toMatch(/instancePools|provisionTimeout/i);
});

/** How what is deployed elsewhere is named. */
const imports = (library: object, name: string): string[] =>
  Object.getOwnPropertyNames((library as Record<string, object>)[name])
    .filter((member) => member.startsWith('from'))
    .sort();

test.each([
  ['OnnxFunction', ['fromAliasArn', 'fromFunctionName']],
  ['InferenceEndpoint', ['fromEndpointArn', 'fromEndpointName']],
  ['ServerlessInferenceEndpoint', ['fromEndpointArn', 'fromEndpointName']],
  ['MultiModelEndpoint', ['fromEndpointArn', 'fromEndpointName']],
  ['AsyncInferenceEndpoint', ['fromAsyncInferenceEndpointAttributes']],
])('%s is imported alike on both engines', (name, members) => {
  expect({ cdk: imports(cdk, name), cdktf: imports(cdktf, name) }).toEqual({ cdk: members, cdktf: members });
});

test('with the provider as it is, there is no other way', () => {
  expect(() => readFileSync(join(provider, 'sagemaker-inference-component', 'index.d.ts'))).toThrow('ENOENT');
  const variant = /interface SagemakerEndpointConfigurationProductionVariants \{([\s\S]*?)\n\}/.exec(
    configuration(),
  )![1];
  expect(variant).toMatch(/readonly modelName: string;/);
});
