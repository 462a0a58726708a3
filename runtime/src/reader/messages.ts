import type { FaultCode, FaultDetail } from '../errors';
import type { AnswerForm, Form, Reading } from '../predict/form';
import type { Prediction } from '../predict/prediction';
import type { Reply } from '../predict/reply';

/** One at a time; the next follows the result. */
export type ReaderOrder =
  | { readonly kind: 'read'; readonly form: Form; readonly body: Uint8Array }
  | {
      readonly kind: 'write';
      readonly answer: AnswerForm;
      /** Without its classes. */
      readonly prediction: Prediction;
      /** The classes as they are moved between threads. */
      readonly classes?: Uint32Array;
    };

export type ReaderResult =
  | { readonly kind: 'read'; readonly reading: Reading }
  | { readonly kind: 'written'; readonly reply: Reply; readonly body: Uint8Array }
  | { readonly kind: 'refused'; readonly code: FaultCode; readonly message: string; readonly detail: FaultDetail };

/** The bytes that another thread sent, as they are. */
export function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Bytes to move to another thread: in memory of their own, which is copied where they share it with others. */
export function alone(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}
