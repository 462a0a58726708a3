import fc from 'fast-check';
import type { Check, HttpCase, Response } from '../case';
import { first, ok, parse } from '../check';
import { asRows, json } from '../encode';
import type { FuzzModel } from '../models';
import { spoiltBytes, spoiltJson } from '../mutate';
import { difference, type Sample } from '../tensors';

/** Version 1 of KServe's protocol. */
export function kserveV1({ manifest: { name, signature }, samples }: FuzzModel): fc.Arbitrary<HttpCase> {
  const documents = samples.map((sample) => ({ sample, document: { instances: asRows(sample) } }));
  const send = (body: Buffer, check?: Check<Response>): HttpCase => ({
    kind: 'http',
    target: name,
    contract: 'kserve-v1',
    request: {
      method: 'POST',
      path: `/v1/models/${name}:predict`,
      headers: { 'Content-Type': 'application/json' },
      body,
    },
    check,
  });
  const right = ({ outputs }: Sample): Check<Response> =>
    ok(({ body }) => {
      const predictions = parse(body.toString('utf8')).predictions as unknown[];
      return signature.outputs.length === 1
        ? difference(predictions, outputs[0])
        : first(
            outputs.map((output) =>
              difference(
                predictions.map((row) => (row as Record<string, unknown>)[output.name]),
                output,
              ),
            ),
          );
    });
  return fc.oneof(
    { weight: 2, arbitrary: documents.map(({ sample, document }) => send(json(document), right(sample))) },
    { weight: 2, arbitrary: spoiltJson(documents.map(({ document }) => document)).map((body) => send(body)) },
    { weight: 1, arbitrary: spoiltBytes(documents.map(({ document }) => json(document))).map((body) => send(body)) },
  );
}
