import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { buffersToMove, detached, giveBack, giveBackAll } from '../engine/messages';
import { yieldToOthers } from '../engine/yield-to-others';
import { AnswerWriter } from '../predict/answer-writer';
import { toFault } from '../predict/reply';
import { RequestReader } from '../predict/request-reader';
import { alone, bufferOf, type ReaderOrder, type ReaderResult } from './messages';

/** What the thread does: reads bodies and writes answers, nothing that may not be cut short. */
function run(port: MessagePort): void {
  yieldToOthers();
  const manifest = workerData as ModelManifest;
  const reader = new RequestReader(manifest);
  const writer = new AnswerWriter(manifest);
  port.on('message', (order: ReaderOrder) => {
    try {
      const { result, move } = obey(order, reader, writer);
      port.postMessage(result, move);
    } catch (error) {
      const { code, message, detail } = toFault(error);
      port.postMessage({ kind: 'refused', code, message, detail } satisfies ReaderResult);
    }
    // What was moved on is not there any more.
    if (order.kind === 'read') {
      giveBack(order.body);
    } else {
      giveBackAll(order.prediction.outputs);
    }
  });
}

interface Done {
  readonly result: ReaderResult;
  readonly move: ArrayBuffer[];
}

function obey(order: ReaderOrder, reader: RequestReader, writer: AnswerWriter): Done {
  if (order.kind === 'read') {
    const { inputs, answer } = reader.readNow(order.form, bufferOf(order.body));
    const own = detached(inputs);
    return { result: { kind: 'read', reading: { inputs: own, answer } }, move: buffersToMove(own) };
  }
  const classes = order.classes && Array.from(order.classes);
  const { body: text, ...reply } = writer.write(order.answer, { ...order.prediction, classes });
  const body = alone(typeof text === 'string' ? Buffer.from(text) : text);
  return { result: { kind: 'written', reply: { ...reply, body: '' }, body }, move: [body.buffer] };
}

if (parentPort !== null) {
  run(parentPort);
}
