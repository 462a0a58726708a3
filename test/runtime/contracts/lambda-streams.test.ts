import { bundleRuntime, fixture } from '../support/bundles';
import { LambdaProcess } from '../support/lambda-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const started: LambdaProcess[] = [];
afterAll(async () => {
  await Promise.all(started.map((lambda) => lambda.stop()));
  bundles.remove();
});

function start(model = 'two-inputs'): LambdaProcess {
  const lambda = new LambdaProcess(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: fixture(model),
    INFERENCE_MAX_BODY_BYTES: '1000',
  });
  started.push(lambda);
  return lambda;
}

const request = (category: number): string =>
  JSON.stringify({ inputs: { features: [[1, 2, 3]], category: [category] } });
const good = request(1);
const failing = request(9);
const malformed = '{"inputs":{}}';

const sqs = (...bodies: string[]): object => ({
  Records: bodies.map((body, at) => ({ eventSource: 'aws:sqs', messageId: `m${at}`, body, messageAttributes: {} })),
});
const kinesis = (...bodies: string[]): object => ({
  Records: bodies.map((body, at) => ({
    eventSource: 'aws:kinesis',
    eventID: `shardId-0:${at}`,
    kinesis: { sequenceNumber: `s${at}`, partitionKey: 'p', data: Buffer.from(body).toString('base64') },
  })),
});
const failures = (...ids: string[]): object => ({
  result: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});
const thrown = {
  error: {
    name: 'ModelFailed',
    message: 'The model failed on this request.',
    stack: 'ModelFailed: The model failed on this request.',
  },
};

it.each<[string, object, object]>([
  ['nothing of a queue whose messages are all fine', sqs(good, good), failures()],
  ['a malformed message of a queue', sqs(good, malformed, good), failures('m1')],
  ['a message that is no JSON', sqs('hello', good), failures('m0')],
  ['a message that is too large', sqs(good, ' '.repeat(1001)), failures('m1')],
  ['a message on which the model fails', sqs(failing, good), failures('m0')],
  ['every message where all are malformed', sqs(malformed, malformed), failures('m0', 'm1')],
  ['nothing of a stream whose records are all fine', kinesis(good, good), failures()],
  ['no malformed record of a stream, which would hold up its shard', kinesis(malformed, good), failures()],
  ['nothing of a stream whose records are all malformed', kinesis(malformed, malformed), failures()],
  ['a record of a stream on which the model fails', kinesis(good, failing, good), failures('s1')],
])('reports %s', async (_, event, expected) => {
  expect(await start().invoke(event)).toEqual(expected);
});

it('throws when all of a batch failed by our fault, so that Lambda counts an error', async () => {
  const lambda = start();
  expect(await lambda.invoke(sqs(failing, failing))).toEqual(thrown);
  expect(await lambda.invoke(kinesis(failing))).toEqual(thrown);
});

it('gives a record of a stream up after three attempts, so that no shard is held up for ever', async () => {
  const lambda = start();
  const attempt = () => lambda.invoke(kinesis(failing, good));
  expect([await attempt(), await attempt(), await attempt()]).toEqual([thrown, thrown, failures()]);
});

it('predicts nothing after a record of a stream that must come again: it would come again too', async () => {
  const lambda = start();
  expect(await lambda.invoke(kinesis(good, failing, good, failing))).toEqual(failures('s1'));
  expect(await lambda.lines(1)).toMatchObject([{ Predictions: 1 }]);
});

const fifo = (...messages: [group: string, body: string][]): object => ({
  Records: messages.map(([MessageGroupId, body], at) => ({
    eventSource: 'aws:sqs',
    messageId: `m${at}`,
    body,
    attributes: { MessageGroupId },
    messageAttributes: {},
  })),
});

it('reports the rest of a message group after a failure, unpredicted, so that its order is kept', async () => {
  const lambda = start();
  const event = fifo(['a', good], ['b', good], ['a', failing], ['b', good], ['a', good]);
  expect(await lambda.invoke(event)).toEqual(failures('m2', 'm4'));
  expect(await lambda.lines(3)).toHaveLength(3);
});

it('says that it does not take aggregated records', async () => {
  const aggregated = Buffer.concat([Buffer.from('f3899ac2', 'hex'), Buffer.from('rest')]);
  const record = {
    eventSource: 'aws:kinesis',
    kinesis: { sequenceNumber: 's0', data: aggregated.toString('base64') },
  };
  const lambda = start();
  expect(await lambda.invoke({ Records: [record] })).toEqual(failures());
  expect(await lambda.lines(1)).toMatchObject([{ Predictions: 0, InvalidRequests: 1 }]);
});

const unreached = { error: { name: 'DeadlineExceeded', message: 'The deadline passed before the request ran.' } };

it('loses no record for which the time does not suffice', async () => {
  const lambda = start();
  expect(await lambda.invoke(sqs(good, good), 0)).toMatchObject(unreached);
  for (let attempt = 0; attempt < 5; attempt++) {
    expect(await lambda.invoke(kinesis(good, good), 0)).toMatchObject(unreached);
  }
  expect(await lambda.invoke(kinesis(good, good), 10_000)).toEqual(failures());
});

it('never gives a message of a queue up: its dead-letter queue does', async () => {
  const lambda = start();
  const attempt = () => lambda.invoke(sqs(failing, good));
  expect([await attempt(), await attempt(), await attempt(), await attempt()]).toEqual(Array(4).fill(failures('m0')));
});

it('takes the content type of a message from its attribute', async () => {
  const record = {
    eventSource: 'aws:sqs',
    messageId: 'm0',
    body: '1,2\n',
    messageAttributes: { 'content-type': { dataType: 'String', stringValue: 'text/csv' } },
  };
  expect(await start('dtypes/float64').invoke({ Records: [record] })).toEqual(failures());
});

it('counts each record in the metrics', async () => {
  const lambda = start();
  await lambda.invoke(sqs(good, malformed, good));
  expect(await lambda.lines(3)).toMatchObject([
    { Predictions: 1, InvalidRequests: 0 },
    { Predictions: 0, InvalidRequests: 1 },
    { Predictions: 1, InvalidRequests: 0 },
  ]);
});

it('takes an event with other records for a request, and refuses it', async () => {
  expect(await start().invoke({ Records: [{ eventSource: 'aws:s3' }] })).toMatchObject({
    result: { error: { code: 'BodyInvalid' } },
  });
});

it.each<[string, object]>([
  ['a message without an identifier', { eventSource: 'aws:sqs', body: good }],
  ['a message that is an object', { eventSource: 'aws:sqs', messageId: 'm', body: {} }],
  ['a record without data of a stream', { eventSource: 'aws:kinesis' }],
  ['a record whose data are a number', { eventSource: 'aws:kinesis', kinesis: { sequenceNumber: 's', data: 7 } }],
])('refuses what only looks like a batch: %s, which the platform never sends', async (_, record) => {
  expect(await start().invoke({ Records: [record] })).toMatchObject({ result: { error: { code: 'BodyInvalid' } } });
});

it('takes a message for JSON where its attribute is no content type', async () => {
  const event = { eventSource: 'aws:sqs', messageId: 'm', body: good, messageAttributes: { 'content-type': 7 } };
  expect(await start().invoke({ Records: [event] })).toEqual(failures());
});
