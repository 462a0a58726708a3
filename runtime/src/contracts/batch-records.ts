import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Records } from '../codec/records';
import { Fault } from '../errors';
import { toFault } from '../predict/reply';
import type { Service } from '../predict/service';
import type { Asked } from '../predict/call';
import type { InvocationsForm } from '../predict/form';
import type { Host } from './host';

/** How records become inputs, and a prediction becomes lines. */
export interface RecordFormat {
  /** Of several records at once; of a single one where they cannot be read together. */
  readonly form: InvocationsForm;
  /** The lines of an answer, each with the line feed that ends it. */
  readonly lines: (text: string) => string;
  /** What stands in the place of a record that has no prediction. */
  readonly placeholder: (fault: Fault) => string;
}

/** A host during one request. */
export interface BatchHost extends Host, Asked {}

export interface Lines {
  /** Each with the line feed that ends it. */
  readonly lines: string;
  readonly refused: number;
}

/**
 * One line for each record, in their order. All are predicted together; where that fails, the halves are, down to the
 * records that are to blame.
 */
export async function answerRecords(
  records: Records,
  format: RecordFormat,
  service: Service,
  host: BatchHost,
): Promise<Lines> {
  if (records.length === 0) {
    return { lines: '', refused: 0 };
  }
  try {
    const { form } = format;
    const inputs = await service.read(form, records.toBody(), host);
    const { body } = await service.answerRead(inputs, { kind: form.kind, type: form.answer }, host);
    const lines = format.lines(String(body));
    if (countLines(lines) !== records.length) {
      throw new Fault('ShapeMismatch', 'The record has not one row.', {
        expected: '1 row a record',
        got: 'another number of rows',
      });
    }
    return { lines, refused: 0 };
  } catch (error) {
    const fault = toFault(error);
    await checkBlame(fault, host);
    if (records.length === 1) {
      if (fault.isClients) {
        service.refuse();
      }
      return { lines: `${format.placeholder(fault)}\n`, refused: 1 };
    }
  }
  const middle = Math.ceil(records.length / 2);
  const first = await answerRecords(records.slice(0, middle), format, service, host);
  const second = await answerRecords(records.slice(middle), format, service, host);
  return { lines: first.lines + second.lines, refused: first.refused + second.refused };
}

function countLines(text: string): number {
  let lines = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    lines++;
  }
  return lines;
}

/** A request of the wrong kind, want of time, or a server that is going, is no record's fault: the job must see it. */
async function checkBlame(fault: Fault, { lifecycle }: Host): Promise<void> {
  if (fault.isClients ? fault.status !== 400 : fault.isOfTheMoment) {
    throw fault;
  }
  // An engine that died is heard of in the turn after its runs failed.
  await nextTurn();
  if (!fault.isClients && !lifecycle.isReady) {
    throw fault;
  }
}
