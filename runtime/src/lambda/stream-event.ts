import { Buffer } from 'node:buffer';

/** A record of a queue or a stream, as a request. */
export interface StreamRecord {
  /** What Lambda calls the record when it is reported as failed. */
  readonly id: string;
  readonly body: Buffer;
  readonly contentType: string;
  /** What comes after a record of the same group must wait for it; absent where order does not matter. */
  readonly group?: string;
}

export interface StreamEvent {
  /** A shard goes on from the first record that is reported as failed: all that follow come again. */
  readonly isShard: boolean;
  readonly records: readonly StreamRecord[];
}

const CONTENT_TYPE = 'application/json';

/**
 * Undefined where the event is no batch of SQS or Kinesis; also where it only looks like one, since whoever may call the
 * function may send anything.
 */
export function readStreamEvent(event: unknown): StreamEvent | undefined {
  const { Records: records } = fieldsOf(event);
  if (!Array.isArray(records) || records.length === 0) {
    return undefined;
  }
  return (
    readAll(records, 'aws:sqs', false, ({ messageId, body, attributes, messageAttributes }) => ({
      id: messageId,
      body,
      encoding: 'utf8',
      contentType: contentTypeOf(fieldsOf(messageAttributes)),
      group: textOf(fieldsOf(attributes).MessageGroupId),
    })) ??
    readAll(records, 'aws:kinesis', true, ({ kinesis }) => {
      const { sequenceNumber, data } = fieldsOf(kinesis);
      return { id: sequenceNumber, body: data, encoding: 'base64', contentType: CONTENT_TYPE };
    })
  );
}

/** What was found where a record has its parts. */
interface Found {
  readonly id: unknown;
  readonly body: unknown;
  readonly encoding: BufferEncoding;
  readonly contentType: string;
  readonly group?: string;
}

function readAll(
  records: readonly unknown[],
  source: string,
  isShard: boolean,
  find: (fields: Readonly<Record<string, unknown>>) => Found,
): StreamEvent | undefined {
  const read: StreamRecord[] = [];
  for (const record of records) {
    const fields = fieldsOf(record);
    const { id, body, encoding, contentType, group } = find(fields);
    const text = body ?? '';
    if (fields.eventSource !== source || typeof id !== 'string' || typeof text !== 'string') {
      return undefined;
    }
    read.push({ id, body: Buffer.from(text, encoding), contentType, group });
  }
  return { isShard, records: read };
}

function contentTypeOf(attributes: Readonly<Record<string, unknown>>): string {
  const { stringValue } = fieldsOf(attributes['content-type'] ?? attributes['Content-Type']);
  return textOf(stringValue) ?? CONTENT_TYPE;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
