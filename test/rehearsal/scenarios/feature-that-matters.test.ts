import fc from 'fast-check';
import { featureThatMatters } from '@inference-constructs/rehearsal/scenarios/feature-that-matters';
import type { TrafficRequest } from '@inference-constructs/rehearsal/traffic/request';

const requests: TrafficRequest[] = Array.from({ length: 20 }, (_, i) => ({
  body: { instances: [[i, i % 3, 20 - i]] },
}));

/** A linear model. */
const linear = (weights: readonly number[]) => (request: TrafficRequest) => {
  const { instances } = request.body as { instances: number[][] };
  return Promise.resolve({ predictions: instances.map((row) => row.reduce((sum, x, i) => sum + x * weights[i], 0)) });
};

test('the feature with the largest weight for its spread is found', async () => {
  // The second spreads a seventh as far as the others.
  expect(await featureThatMatters(requests, 3, linear([1, 2, 0]))).toEqual({ feature: 0, of: 3, matters: true });
  expect(await featureThatMatters(requests, 3, linear([1, 20, 0]))).toEqual({ feature: 1, of: 3, matters: true });
});

test('a feature that no answer hangs on is never chosen over one that does', async () => {
  const property = fc.asyncProperty(fc.nat(2), fc.double({ min: 0.1, max: 10, noNaN: true }), async (only, weight) => {
    const weights = [0, 1, 2].map((i) => (i === only ? weight : 0));
    expect(await featureThatMatters(requests, 1, linear(weights))).toEqual({ feature: only, of: 3, matters: true });
  });
  await fc.assert(property);
});

test('where none matters, or nothing is answered, that is told', async () => {
  expect(await featureThatMatters(requests, 3, linear([0, 0, 0]))).toEqual({ feature: 0, of: 3, matters: false });
  expect(await featureThatMatters(requests, 3, () => Promise.resolve(undefined))).toMatchObject({ matters: false });
});

test('an answer of another form is another one', async () => {
  const worded = (request: TrafficRequest) => {
    const [[, second]] = (request.body as { instances: number[][] }).instances;
    return Promise.resolve(second > 3 ? { refused: true } : { class: 1 });
  };
  expect(await featureThatMatters(requests, 5, worded)).toMatchObject({ feature: 1, matters: true });
});

test('of an image only the first features are tried', async () => {
  const image = [{ body: { instances: [Array.from({ length: 784 }, (_, i) => i)] } }];
  let asked = 0;
  await featureThatMatters(image, 1, () => Promise.resolve(++asked));
  expect(asked).toBe(65);
});
