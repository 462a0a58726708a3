import { diagnosis, IMAGE, newEndpoint, newFunction, newStack, synth } from './support/synth';
import { Annotations, Duration } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';
import { FunctionImage, InferenceEndpoint, Rollout } from '@inference-constructs/cdk';
import { NOTE_KINDS } from '@inference-constructs/core/out/plan/note-ids';
import { KINDS } from '../parity/support/kinds';
import { withAcceptance } from '../parity/support/models';
import { SCALING } from '../parity/support/scaling-cases';

const ID = /\[ack: (\S+)\]$/;

/** The ids of what was noted; of warnings too, which are the rules'. */
function ids(stack: Stack): string[] {
  return synth(stack).messages.flatMap(({ level, text }) => (level === 'info' ? [ID.exec(text)?.[1] ?? text] : []));
}

const KNOWN = NOTE_KINDS.map(({ id }) => `@inference-constructs/cdk:${id}`);

test.each([...Object.entries(KINDS), ...Object.entries(SCALING)])('every note of %s is of a kind', (_, { cdk }) => {
  const stack = newStack();
  cdk(stack);
  expect(ids(stack).filter((id) => !KNOWN.includes(id))).toEqual([]);
});

test.each<[string, (stack: Stack) => unknown, string[]]>([
  [
    'a function in an image by its tag, of a model with labelled cases',
    (stack) =>
      newFunction(stack, {
        model: withAcceptance(),
        onnxruntimeLayer: undefined,
        image: FunctionImage.fromImageUri('123456789012.dkr.ecr.us-east-1.amazonaws.com/own:latest'),
      }),
    ['no-prediction-shift-alarm', 'acceptance'],
  ],
  [
    'a rolling endpoint with a shadow',
    (stack) =>
      newEndpoint(stack, {
        instanceCount: 4,
        rollout: Rollout.rolling({ percent: 5 }),
        shadow: { model: diagnosis('v2') },
        expectedRequestsPerMinute: 60,
      }),
    ['power-of-first-step', 'power-of-later-steps', 'less-than-an-instance', 'shadow', 'shadow-with-rolling'],
  ],
])('%s', (_, make, expected) => {
  const stack = newStack();
  make(stack);
  expect(ids(stack)).toEqual(expect.arrayContaining(expected.map((id) => `@inference-constructs/cdk:${id}`)));
});

test('one that is acknowledged leaves the others', () => {
  const stack = newStack();
  const endpoint = new InferenceEndpoint(stack, 'Classifier', {
    model: withAcceptance(),
    ...IMAGE,
    rollout: Rollout.canary({ percent: 10, bake: Duration.minutes(10) }),
  });
  const before = ids(stack);
  expect(before).toEqual([
    '@inference-constructs/cdk:image-by-tag',
    '@inference-constructs/cdk:no-prediction-shift-alarm',
    '@inference-constructs/cdk:acceptance-unused',
    '@inference-constructs/cdk:less-than-an-instance',
  ]);
  Annotations.of(endpoint).acknowledgeInfo(before[0]);
  expect(ids(stack)).toEqual(before.slice(1));
});

test('ids are unlike', () => {
  expect(new Set(KNOWN).size).toBe(KNOWN.length);
});
