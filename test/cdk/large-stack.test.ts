import './support/assets';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestedStack } from 'aws-cdk-lib/core';
import { InferenceEndpoint } from '@inference-constructs/cdk';
import type { Resource } from './support/synth';
import { diagnosis, newStack, outdir, synth } from './support/synth';

const RESOURCES_OF_AN_ENDPOINT = 8;
const MOST_RESOURCES = 500;

test('as many endpoints with rollout and alarms as CloudFormation takes resources fit in a stack, and upload once', () => {
  const stack = newStack();
  const count = Math.floor(MOST_RESOURCES / RESOURCES_OF_AN_ENDPOINT);
  for (let number = 0; number < count; number++) {
    new InferenceEndpoint(stack, `Endpoint${number}`, { model: diagnosis() });
  }
  expect(Object.keys(synth(stack).resources)).toHaveLength(count * RESOURCES_OF_AN_ENDPOINT);
  const { files, dockerImages } = JSON.parse(readFileSync(join(outdir, 'Diagnosis.assets.json'), 'utf8')) as Record<
    string,
    object
  >;
  const template = 1;
  expect(Object.keys(files)).toHaveLength(1 + template);
  expect(Object.keys(dockerImages)).toHaveLength(1);
});

test('a hundred endpoints are one stack where nested stacks hold them, each with all that it has alone', () => {
  const stack = newStack();
  const groups = ['North', 'South'].map((name) => new NestedStack(stack, name));
  for (const group of groups) {
    for (let number = 0; number < 50; number++) {
      new InferenceEndpoint(group, `Endpoint${number}`, { model: diagnosis() });
    }
  }
  const { resources } = synth(stack);
  expect(Object.values(resources).map(({ Type }) => Type)).toEqual(groups.map(() => 'AWS::CloudFormation::Stack'));
  const inner = groups.map(({ templateFile }) => resourcesIn(templateFile));
  for (const nested of inner) expect(nested).toHaveLength(50 * RESOURCES_OF_AN_ENDPOINT);
  const names = inner.flat().flatMap(({ Properties }) => Properties.EndpointName ?? []);
  expect(new Set(names).size).toBe(100);
});

test('the alarms of an endpoint in a nested stack go with their release', () => {
  const alarmsOf = (version: 'v1' | 'v2') => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'North');
    new InferenceEndpoint(nested, 'Endpoint', { model: diagnosis(version), endpointName: 'north' });
    synth(stack);
    const { Resources } = template(nested.templateFile);
    return Object.keys(Resources).filter((id) => Resources[id].Type === 'AWS::CloudWatch::Alarm');
  };
  const before = alarmsOf('v1');
  expect(before).toHaveLength(3);
  expect(alarmsOf('v1')).toEqual(before);
  expect(alarmsOf('v2').filter((id) => before.includes(id))).toEqual([]);
});

function resourcesIn(file: string): Resource[] {
  return Object.values(template(file).Resources);
}

function template(file: string) {
  return JSON.parse(readFileSync(join(outdir, file), 'utf8')) as { Resources: Record<string, Resource> };
}
