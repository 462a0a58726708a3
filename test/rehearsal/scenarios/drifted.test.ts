import { drifted } from '@inference-constructs/rehearsal/scenarios/drifted';

const drift = { feature: 1, standardDeviations: 2 };

// The second feature is 10 or 14: a standard deviation of 2.
test.each<[string, unknown, unknown]>([
  ['rows', { instances: [[1, 10]] }, { instances: [[1, 14]] }],
  ['rows by name', { instances: [{ a: 1, b: 10 }] }, { instances: [{ a: 1, b: 14 }] }],
  ['an input', { inputs: { x: [[1, 10]], other: [[7, 7]] } }, { inputs: { x: [[1, 14]], other: [[7, 7]] } }],
  ['CSV', '1,10', '1,14'],
])('one feature of %s is shifted by so many of its standard deviations', (_, body, shifted) => {
  expect(drifted([{ body }, { body: { instances: [[3, 14]] } }], drift)[0]).toEqual({ body: shifted });
});

test('what has no such feature stays as it is', () => {
  const image = {
    body: {
      inputs: {
        image: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
    },
  };
  const text = { body: 'some,words' };
  expect(
    drifted(
      [
        image,
        text,
        {
          body: {
            instances: [
              [1, 10],
              [1, 14],
            ],
          },
        },
      ],
      drift,
    ).slice(0, 2),
  ).toEqual([image, text]);
});

test('where no request has it, the scenario says nothing', () => {
  expect(() => drifted([{ body: { instances: [[1]] } }], drift)).toThrow(
    'feature 1 (in no request): rows of numbers, as "instances", "inputs" or CSV. choose another feature or scenario',
  );
});
