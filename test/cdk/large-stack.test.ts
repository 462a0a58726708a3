import './support/assets';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceEndpoint } from '@inference-constructs/cdk';
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
