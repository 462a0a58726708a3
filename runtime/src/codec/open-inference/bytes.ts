import { isUtf8 } from 'node:buffer';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { Fault } from '../../errors';
import { sizeMismatch } from '../dims';

const LENGTH_BYTES = 4;

/** Strings of a binary body: each stands after its length. Counted before anything is allocated. */
export function readStrings(bytes: Buffer, spec: TensorSpec, count: number): string[] {
  if (count * LENGTH_BYTES > bytes.length) {
    throw sizeMismatch(spec, `${bytes.length} bytes`, `${count} strings, each after its length`);
  }
  const texts: string[] = [];
  let at = 0;
  while (texts.length < count) {
    const start = at + LENGTH_BYTES;
    const end = start <= bytes.length ? start + bytes.readUInt32LE(at) : Infinity;
    if (end > bytes.length) {
      throw sizeMismatch(spec, `${bytes.length} bytes`, `${count} strings, each after its length`);
    }
    const text = bytes.subarray(start, end);
    if (!isUtf8(text)) {
      throw new Fault('BodyInvalid', `Input '${spec.name}' is not UTF-8.`, {
        field: spec.name,
        expected: 'UTF-8',
        got: 'other bytes',
      });
    }
    texts.push(text.toString('utf8'));
    at = end;
  }
  if (at !== bytes.length) {
    throw sizeMismatch(spec, `${bytes.length} bytes`, `${count} strings, each after its length`);
  }
  return texts;
}

export function writeStrings(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text, 'utf8');
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}
