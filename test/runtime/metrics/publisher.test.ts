import { EVERY_REQUEST, Publisher, type Pace } from '@inference-constructs/runtime/metrics/publisher';
import { Sample } from '@inference-constructs/runtime/metrics/sample';

const prediction = { outputs: {}, rows: 2, milliseconds: 1 };
const publisher = (pace: Pace): [Publisher, { Predictions: number; InvalidRequests: number }[]] => {
  const lines: { Predictions: number; InvalidRequests: number }[] = [];
  const source = { dimension: 'EndpointName', name: 'e', modelDigest: 'd' } as const;
  return [new Publisher({}, source, pace, (line) => lines.push(JSON.parse(line) as never)), lines];
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('writes a line for each request', () => {
  const [each, lines] = publisher(EVERY_REQUEST);
  each.answered(prediction);
  each.refused();
  expect(lines).toMatchObject([
    { Predictions: 2, InvalidRequests: 0 },
    { Predictions: 0, InvalidRequests: 1 },
  ]);
});

it('writes one line for an interval, and none for an idle one', () => {
  const [paced, lines] = publisher({ requests: 100, milliseconds: 1000 });
  paced.answered(prediction);
  paced.answered(prediction);
  jest.advanceTimersByTime(999);
  expect(lines).toEqual([]);
  jest.advanceTimersByTime(5000);
  expect(lines).toMatchObject([{ Predictions: 4 }]);
});

it('does not wait for the interval when there is enough', () => {
  const [paced, lines] = publisher({ requests: 2, milliseconds: 1000 });
  paced.answered(prediction);
  paced.answered(prediction);
  paced.answered(prediction);
  expect(lines).toMatchObject([{ Predictions: 4 }]);
});

it('writes the rest when flushed, once', () => {
  const [paced, lines] = publisher({ requests: 100, milliseconds: 1000 });
  paced.answered(prediction);
  paced.flush();
  paced.flush();
  expect(lines).toMatchObject([{ Predictions: 2 }]);
});

it('keeps at most 100 evenly spaced times', () => {
  const sample = new Sample();
  for (let value = 0; value < 1000; value++) {
    sample.add(value);
  }
  expect(sample.values).toEqual(Array.from({ length: 63 }, (_, position) => position * 16));
});
