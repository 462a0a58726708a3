import { Fault } from '../errors';

/** Magic, length, payload, padding to a multiple of 4: https://mxnet.apache.org/versions/1.9.1/architecture/note_data_loading */
const MAGIC = 0xced7230a;
const HEAD_BYTES = 8;
/** The upper bits mark parts of a record that was cut at a magic number inside it. */
const LONGEST = 0x1fffffff;

export function isRecordIo(body: Buffer): boolean {
  return body.length >= HEAD_BYTES && body.readUInt32LE(0) === MAGIC;
}

/** Throws a `Fault` where the body is none to its end. */
export function* readRecordIo(body: Buffer): Generator<Buffer, void> {
  let at = 0;
  while (at < body.length) {
    if (at + HEAD_BYTES > body.length || body.readUInt32LE(at) !== MAGIC) {
      throw broken();
    }
    const length = body.readUInt32LE(at + 4);
    const start = at + HEAD_BYTES;
    if (length > LONGEST || start + length > body.length) {
      throw broken();
    }
    yield body.subarray(start, start + length);
    at = start + Math.ceil(length / 4) * 4;
  }
}

function broken(): Fault {
  return new Fault('BodyInvalid', 'The body is no RecordIO to its end.', {
    expected: 'magic number, length, record and padding',
    got: 'other bytes',
  });
}
