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

interface SqsRecord {
  readonly messageId: string;
  readonly body?: string;
  /** Only a FIFO queue has groups. */
  readonly attributes?: { readonly MessageGroupId?: string };
  readonly messageAttributes?: Readonly<Record<string, { readonly stringValue?: string } | undefined>>;
}

interface KinesisRecord {
  readonly kinesis: { readonly sequenceNumber: string; readonly data?: string };
}

const CONTENT_TYPE = 'application/json';

/** Undefined where the event is no batch of SQS or Kinesis. */
export function readStreamEvent(event: unknown): StreamEvent | undefined {
  const { Records: records } = (event ?? {}) as { Records?: unknown };
  if (!Array.isArray(records) || records.length === 0) {
    return undefined;
  }
  if (isFrom(records, 'aws:sqs')) {
    return { isShard: false, records: (records as SqsRecord[]).map(fromSqs) };
  }
  if (isFrom(records, 'aws:kinesis')) {
    return { isShard: true, records: (records as KinesisRecord[]).map(fromKinesis) };
  }
  return undefined;
}

function isFrom(records: readonly unknown[], source: string): boolean {
  return records.every((record) => (record as { eventSource?: unknown } | null)?.eventSource === source);
}

function fromSqs({ messageId, body = '', attributes, messageAttributes }: SqsRecord): StreamRecord {
  const attribute = messageAttributes?.['content-type'] ?? messageAttributes?.['Content-Type'];
  return {
    id: messageId,
    body: Buffer.from(body, 'utf8'),
    contentType: attribute?.stringValue ?? CONTENT_TYPE,
    group: attributes?.MessageGroupId,
  };
}

function fromKinesis({ kinesis: { sequenceNumber, data = '' } }: KinesisRecord): StreamRecord {
  return { id: sequenceNumber, body: Buffer.from(data, 'base64'), contentType: CONTENT_TYPE };
}
