import type { ClassesSpec } from '@inference-constructs/core/out/model/manifest';
import { emfLine, type Source } from '@inference-constructs/runtime/metrics/emf';
import { Tally } from '@inference-constructs/runtime/metrics/tally';

const source: Source = { dimension: 'FunctionName', name: 'diagnosis', modelDigest: 'sha256:12' };
const line = (classes: ClassesSpec | undefined, ...rows: number[][]): unknown => {
  const tally = new Tally({ classes });
  for (const classesOfRows of rows) {
    tally.answered({
      outputs: {},
      rows: classesOfRows.length,
      classes: classes && classesOfRows,
      milliseconds: 0.12345,
    });
  }
  tally.refused();
  return JSON.parse(emfLine(tally, source, 1_700_000_000_000));
};
const declared = (...names: string[]): object => ({
  Timestamp: 1_700_000_000_000,
  CloudWatchMetrics: [
    {
      Namespace: 'InferenceConstructs',
      Dimensions: [['FunctionName', 'ModelDigest']],
      Metrics: names.map((Name) => ({ Name, Unit: Name === 'ModelMilliseconds' ? 'Milliseconds' : 'Count' })),
    },
  ],
});
const who = { FunctionName: 'diagnosis', ModelDigest: 'sha256:12' };

it('counts the positive one of two classes', () => {
  const classes = { output: 'p', names: ['malignant', 'benign'], positive: 'malignant' };
  expect(line(classes, [0, 1, 0], [1])).toEqual({
    _aws: declared('Predictions', 'Positive', 'InvalidRequests', 'ModelMilliseconds'),
    ...who,
    Predictions: 4,
    Positive: 2,
    InvalidRequests: 1,
    ModelMilliseconds: [0.123, 0.123],
  });
});

it('takes the second of two classes for the positive one', () => {
  expect(line({ output: 'p', names: ['no', 'yes'] }, [0, 0, 1])).toMatchObject({ Predictions: 3, Positive: 1 });
});

it('counts each of more classes', () => {
  expect(line({ output: 'p', names: ['a', 'b', 'c'] }, [2, 2, 0])).toEqual({
    _aws: declared('Predictions', 'Class_0', 'Class_1', 'Class_2', 'InvalidRequests', 'ModelMilliseconds'),
    ...who,
    Predictions: 3,
    Class_0: 1,
    Class_1: 0,
    Class_2: 2,
    InvalidRequests: 1,
    ModelMilliseconds: 0.123,
  });
});

it('counts rows alone where there are no classes', () => {
  expect(line(undefined, [0, 0])).toMatchObject({
    _aws: declared('Predictions', 'InvalidRequests', 'ModelMilliseconds'),
    Predictions: 2,
  });
});

it('writes zeros for a refused request, and no time of the model', () => {
  expect(line({ output: 'p', names: ['no', 'yes'] })).toEqual({
    _aws: declared('Predictions', 'Positive', 'InvalidRequests'),
    ...who,
    Predictions: 0,
    Positive: 0,
    InvalidRequests: 1,
  });
});

it('counts the answers of a fallback, also none, where there is one', () => {
  const tally = new Tally({ fallback: { model: 'simple' } });
  tally.answered({ outputs: {}, rows: 3, milliseconds: 1 });
  expect(JSON.parse(emfLine(tally, source, 0))).toMatchObject({ Predictions: 3, FallbackAnswers: 0 });
  tally.fellBack();
  expect(tally.requests).toBe(2);
  expect(JSON.parse(emfLine(tally, source, 0))).toMatchObject({ Predictions: 3, FallbackAnswers: 1 });
});

it('is published with and without the release, because two releases may serve the same model', () => {
  const released = JSON.parse(emfLine(new Tally({}), { ...source, release: '7' }, 0)) as Record<string, unknown>;
  expect(released).toMatchObject({
    _aws: {
      CloudWatchMetrics: [
        {
          Dimensions: [
            ['FunctionName', 'ModelDigest'],
            ['FunctionName', 'ModelDigest', 'Release'],
          ],
        },
      ],
    },
    ...who,
    Release: '7',
  });
});
