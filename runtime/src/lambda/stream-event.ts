import { Buffer } from 'node:buffer';

/** A record of a queue or a stream, as a request. */
export interface StreamRecord {
  /** What Lambda calls the record when it is reported as failed. */
  readonly id: string;
  readonly body: Buffer;
  readonly contentType: string;
}

export interface StreamEvent {
  /** Records of a shard come in order: one that is reported as failed holds up all that follow. */
  readonly isOrdered: boolean;
  readonly records: readonly StreamRecord[];
}

interface SqsRecord {
  readonly messageId: string;
  readonly body?: string;
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
    return { isOrdered: false, records: (records as SqsRecord[]).map(fromSqs) };
  }
  if (isFrom(records, 'aws:kinesis')) {
    return { isOrdered: true, records: (records as KinesisRecord[]).map(fromKinesis) };
  }
  return undefined;
}

function isFrom(records: readonly unknown[], source: string): boolean {
  return records.every((record) => (record as { eventSource?: unknown } | null)?.eventSource === source);
}

function fromSqs({ messageId, body = '', messageAttributes }: SqsRecord): StreamRecord {
  const attribute = messageAttributes?.['content-type'] ?? messageAttributes?.['Content-Type'];
  return { id: messageId, body: Buffer.from(body, 'utf8'), contentType: attribute?.stringValue ?? CONTENT_TYPE };
}

function fromKinesis({ kinesis: { sequenceNumber, data = '' } }: KinesisRecord): StreamRecord {
  return { id: sequenceNumber, body: Buffer.from(data, 'base64'), contentType: CONTENT_TYPE };
}
