import { bodyTooLarge } from '../body-limit';
import type { Fault } from '../errors';
import { log } from '../log';
import { toFault } from '../predict/service';
import type { Attempts } from './attempts';
import type { Loaded } from './load';
import type { StreamEvent, StreamRecord } from './stream-event';

export interface StreamResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Predicts each record and reports those that must come again. A queue is told of every failure: it keeps the message
 * and, after its own number of attempts, moves it to its dead-letter queue. A shard must not be held up for ever: there,
 * a record that is the client's fault is passed over at once, and one that is ours after some attempts.
 */
export async function answerStream(event: StreamEvent, loaded: Loaded, attempts: Attempts): Promise<StreamResult> {
  const failed: { record: StreamRecord; fault: Fault }[] = [];
  for (const record of event.records) {
    const fault = await predict(record, loaded);
    if (fault !== undefined) {
      log(fault.isClients ? 'info' : 'error', 'a record got no prediction', { record: record.id, code: fault.code });
      failed.push({ record, fault });
    }
  }
  const again = failed.filter(({ record, fault }) => !event.isOrdered || isTriedAgain(record, fault, attempts));
  const ours = again.find(({ fault }) => !fault.isClients);
  // Nothing worked: thrown, so that Lambda counts an error, which a rollback listens to.
  if (ours !== undefined && again.length === event.records.length) {
    throw ours.fault;
  }
  return { batchItemFailures: again.map(({ record }) => ({ itemIdentifier: record.id })) };
}

async function predict({ body, contentType }: StreamRecord, loaded: Loaded): Promise<Fault | undefined> {
  const { service, maxBodyBytes } = loaded;
  try {
    if (body.length > maxBodyBytes) {
      service.refuse();
      throw bodyTooLarge(maxBodyBytes, body.length);
    }
    await service.answer({ body, contentType, maxBodyBytes, comesAgain: true });
    return undefined;
  } catch (error) {
    return toFault(error);
  }
}

function isTriedAgain({ id }: StreamRecord, fault: Fault, attempts: Attempts): boolean {
  const isTried = !fault.isClients && attempts.failed(id);
  if (!isTried) {
    log('error', 'a record is given up', { record: id, code: fault.code });
  }
  return isTried;
}
