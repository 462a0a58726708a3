import fc from 'fast-check';
import type { Check, EventCase, Response } from '../case';
import { checkAny, leak, notRefusal, outputsDiffer, statusIs } from '../check';
import { asInputs, asInstances, json } from '../encode';
import type { FuzzModel } from '../models';
import { oddValues, spoiltBytes, spoiltJson } from '../mutate';
import { FUNCTION } from '../targets';
import { jsonAnswer } from './sagemaker';

type Result = Record<string, unknown>;

/** An answer, or a refusal that tells nothing: never an error, which would count against the release. */
const directAnswer: Check<unknown> = (result) => {
  const { error, outputs } = Object(result) as { error?: Result; outputs?: unknown };
  if (outputs !== undefined) {
    return undefined;
  }
  const text = JSON.stringify(error ?? null);
  return error === undefined ? 'neither an answer nor a refusal' : (refusal(text) ?? leak(text));
};

function refusal(text: string): string | undefined {
  return notRefusal(400, text) === undefined || notRefusal(413, text) === undefined ? undefined : notRefusal(400, text);
}

function httpAnswer(check?: Check<Response>): Check<unknown> {
  return (result) => {
    const { statusCode, headers, body, isBase64Encoded } = result as Result;
    const response: Response = {
      status: Number(statusCode),
      headers: headers as Record<string, string>,
      body: Buffer.from(String(body), isBase64Encoded === true ? 'base64' : 'utf8'),
    };
    return checkAny({ method: 'POST', path: '/', headers: {}, body: Buffer.alloc(0) }, response) ?? check?.(response);
  };
}

/** Exactly these records come again. */
function failuresAre(ids: readonly string[]): Check<unknown> {
  return (result) => {
    const { batchItemFailures } = Object(result) as { batchItemFailures?: { itemIdentifier: string }[] };
    const got = batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier);
    return String(got) === String(ids) ? undefined : 'other records failed than were bad';
  };
}

/** A function's four doors: called directly, through its URL, by a queue, by a stream. */
export function lambda({ samples }: FuzzModel): fc.Arbitrary<EventCase> {
  const make = (contract: string, event: unknown, check: Check<unknown>): EventCase => ({
    kind: 'event',
    target: FUNCTION,
    contract,
    event,
    check,
  });
  const good = samples.map(asInputs);
  const spoilt = fc.oneof(spoiltJson(good), spoiltBytes(samples.map((sample) => json(asInstances(sample)))));
  return fc.oneof(
    {
      weight: 2,
      arbitrary: samples.map((sample) =>
        make('lambda-direct', asInputs(sample), (result) => outputsDiffer(Object(result) as Result, sample)),
      ),
    },
    { weight: 2, arbitrary: spoiltJson(good).map((body) => make('lambda-direct', parsed(body), directAnswer)) },
    { weight: 1, arbitrary: oddEvents.map((event) => make('lambda-direct', event, anyAnswer)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(samples, fc.boolean())
        .map(([sample, isBase64]) =>
          make('lambda-http', urlEvent(json(asInputs(sample)), isBase64), httpAnswer(jsonAnswer(sample))),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(spoilt, fc.boolean())
        .map(([body, isBase64]) => make('lambda-http', urlEvent(body, isBase64), httpAnswer())),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('GET', 'PUT', 'DELETE', 'constructor'), spoilt)
        .map(([method, body]) => make('lambda-http', urlEvent(body, true, method), httpAnswer(statusIs(405)))),
    },
    {
      weight: 1,
      arbitrary: batches(good).map(({ items, bad }) => make('lambda-sqs', queueEvent(items), failuresAre(bad))),
    },
    {
      weight: 1,
      arbitrary: batches(good).map(({ items }) => make('lambda-kinesis', streamEvent(items), failuresAre([]))),
    },
  );
}

/** Events that pretend to be one of those that AWS sends: whoever may call a function may send them. */
const sources = fc.constantFrom('aws:sqs', 'aws:kinesis');
const oddEvents: fc.Arbitrary<unknown> = fc.oneof(
  oddValues,
  fc
    .tuple(oddValues, sources)
    .map(([value, eventSource]) => ({ Records: [{ eventSource, body: value, kinesis: value }] })),
  fc.tuple(oddValues, sources).map(([value, eventSource]) => ({
    Records: [
      {
        eventSource,
        messageId: typeof value === 'string' ? 'm' : value,
        messageAttributes: value,
        kinesis: { data: value, sequenceNumber: typeof value === 'string' ? 's' : value },
      },
    ],
  })),
  oddValues.map((value) => ({ version: '2.0', requestContext: { http: value } })),
  oddValues.map((value) => ({ version: '2.0', requestContext: { http: { method: 'POST' } }, body: value })),
  oddValues.map((value) => ({
    version: '2.0',
    requestContext: { http: { method: 'POST' } },
    headers: value,
    body: '',
  })),
  oddValues.map((value) => ({
    version: '2.0',
    requestContext: { http: { method: 'POST' } },
    headers: { 'content-type': value, accept: value, 'content-encoding': value },
    body: '{}',
  })),
);

/** Whatever the event was taken for, it was answered. */
const anyAnswer: Check<unknown> = (result) => {
  const { statusCode, batchItemFailures } = Object(result) as Result;
  return statusCode !== undefined
    ? httpAnswer()(result)
    : batchItemFailures !== undefined
      ? undefined
      : directAnswer(result);
};

function parsed(body: Buffer): unknown {
  const text = body.toString('utf8');
  return text === '' ? null : (JSON.parse(text) as unknown);
}

function urlEvent(body: Buffer, isBase64Encoded: boolean, method = 'POST'): unknown {
  return {
    version: '2.0',
    requestContext: { http: { method } },
    headers: { 'Content-Type': 'application/json' },
    body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

interface Item {
  readonly id: string;
  readonly text: string;
}

function batches(good: fc.Arbitrary<object>): fc.Arbitrary<{ items: Item[]; bad: string[] }> {
  const texts = fc.oneof(
    { weight: 2, arbitrary: good.map((document) => ({ text: JSON.stringify(document), isBad: false })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '{', '[]', '{"inputs":{}}', 'x').map((text) => ({ text, isBad: true })),
    },
  );
  return fc.array(texts, { minLength: 1, maxLength: 5 }).map((list) => ({
    items: list.map(({ text }, at) => ({ id: `record-${at}`, text })),
    bad: list.flatMap(({ isBad }, at) => (isBad ? [`record-${at}`] : [])),
  }));
}

function queueEvent(items: readonly Item[]): unknown {
  return { Records: items.map(({ id, text }) => ({ eventSource: 'aws:sqs', messageId: id, body: text })) };
}

function streamEvent(items: readonly Item[]): unknown {
  const data = (text: string): string => Buffer.from(text).toString('base64');
  return {
    Records: items.map(({ id, text }) => ({
      eventSource: 'aws:kinesis',
      kinesis: { sequenceNumber: id, data: data(text) },
    })),
  };
}
