import { Fault } from '@inference-constructs/runtime/errors';
import { Attempts } from '@inference-constructs/runtime/lambda/attempts';
import type { Loaded } from '@inference-constructs/runtime/lambda/load';
import { answerStream } from '@inference-constructs/runtime/lambda/stream';
import { readStreamEvent, type StreamEvent } from '@inference-constructs/runtime/lambda/stream-event';
import type { Call } from '@inference-constructs/runtime/predict/call';
import type { Service } from '@inference-constructs/runtime/predict/service';

let stderr: jest.SpyInstance;
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => stderr.mockRestore());

const records = (source: string, bodies: readonly string[]): StreamEvent =>
  readStreamEvent({
    Records: bodies.map((body, at) =>
      source === 'aws:sqs'
        ? { eventSource: source, messageId: `m${at}`, body }
        : { eventSource: source, kinesis: { sequenceNumber: `m${at}`, data: Buffer.from(body).toString('base64') } },
    ),
  })!;

/** Time that suffices for the given number of records. */
function loadedFor(count: number): { readonly loaded: Loaded; readonly deadlines: (number | undefined)[] } {
  const deadlines: (number | undefined)[] = [];
  const service = {
    answer: ({ deadline }: Call) => {
      deadlines.push(deadline);
      return deadlines.length <= count
        ? Promise.resolve({})
        : Promise.reject(new Fault('DeadlineUnreachable', 'The answer would come after the deadline.'));
    },
  } as unknown as Service;
  return { loaded: { service, trial: service, maxBodyBytes: 1000 }, deadlines };
}

it.each([
  ['aws:sqs', ['m1', 'm2'], 3],
  ['aws:kinesis', ['m1'], 2],
])('reports the records of %s for which the time does not suffice', async (source, expected, tried) => {
  const { loaded, deadlines } = loadedFor(1);
  const { batchItemFailures } = await answerStream(records(source, ['1', '2', '3']), loaded, new Attempts(), 77);
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(expected);
  expect(deadlines).toEqual(Array(tried).fill(77));
});

it('gives no record of a stream up for want of time', async () => {
  const attempts = new Attempts();
  const event = records('aws:kinesis', ['1', '2']);
  for (let attempt = 0; attempt < 10; attempt++) {
    const { batchItemFailures } = await answerStream(event, loadedFor(1).loaded, attempts);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  }
});
