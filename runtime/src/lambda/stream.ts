import { bodyTooLarge } from '../body-limit';
import type { Fault } from '../errors';
import { log } from '../log';
import { toFault } from '../predict/reply';
import { checkNotAggregated } from './aggregated';
import type { Attempts } from './attempts';
import type { Loaded } from './load';
import type { StreamEvent, StreamRecord } from './stream-event';

export interface StreamResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Predicts each record and reports those that must come again. A queue is told of every failure: it keeps the message
 * and, after its own number of attempts, moves it to its dead-letter queue; what follows in the group of a message that
 * failed is not predicted, so that the group's order is kept. A shard comes again from the first record that is reported:
 * nothing after it is predicted. It must not be held up for ever: there, a record that is the client's fault is passed over
 * at once, and one that is ours after some attempts, want of time not counted.
 */
export async function answerStream(
  event: StreamEvent,
  loaded: Loaded,
  attempts: Attempts,
  deadline?: number,
): Promise<StreamResult> {
  const again: { record: StreamRecord; fault: Fault }[] = [];
  const heldUp = new Map<string, Fault>();
  let isOneDone = false;
  for (const record of event.records) {
    const { group } = record;
    const before = group === undefined ? undefined : heldUp.get(group);
    const fault = before ?? (await predict(record, loaded, deadline));
    if (fault === undefined) {
      isOneDone = true;
      continue;
    }
    if (before === undefined) {
      log(fault.isClients ? 'info' : 'error', 'a record got no prediction', { record: record.id, code: fault.code });
    }
    if (event.isShard && !isTriedAgain(record, fault, attempts)) {
      isOneDone = true;
      continue;
    }
    again.push({ record, fault });
    if (event.isShard) {
      break;
    }
    if (group !== undefined) {
      heldUp.set(group, fault);
    }
  }
  const ours = again.find(({ fault }) => !fault.isClients);
  // Nothing worked: thrown, so that Lambda counts an error, which a rollback listens to.
  if (ours !== undefined && !isOneDone) {
    throw ours.fault;
  }
  return { batchItemFailures: again.map(({ record }) => ({ itemIdentifier: record.id })) };
}

async function predict(
  { body, contentType }: StreamRecord,
  { service, maxBodyBytes }: Loaded,
  deadline: number | undefined,
): Promise<Fault | undefined> {
  try {
    check(body, maxBodyBytes);
  } catch (error) {
    service.refuse();
    return toFault(error);
  }
  try {
    await service.answer({ body, contentType, maxBodyBytes, deadline, comesAgain: true });
    return undefined;
  } catch (error) {
    return toFault(error);
  }
}

function check(body: Buffer, maxBodyBytes: number): void {
  if (body.length > maxBodyBytes) {
    throw bodyTooLarge(maxBodyBytes, body.length);
  }
  checkNotAggregated(body);
}

function isTriedAgain({ id }: StreamRecord, fault: Fault, attempts: Attempts): boolean {
  const isTried = !fault.isClients && (fault.isOfTheMoment || attempts.failed(id));
  if (!isTried) {
    log('error', 'a record is given up', { record: id, code: fault.code });
  }
  return isTried;
}
