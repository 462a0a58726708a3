import { promisify } from 'node:util';
import type * as Zlib from 'node:zlib';
import { bodyTooLarge } from '../body-limit';
import { Fault } from '../errors';

type Inflate = (bytes: Zlib.InputType, options: Zlib.ZlibOptions) => Promise<Buffer>;

/** Loaded when the first request needs it: a start has no time for it. */
const zlib = (): typeof Zlib => process.getBuiltinModule('node:zlib');
const gunzip: Inflate = (bytes, options) =>
  promisify<Zlib.InputType, Zlib.ZlibOptions, Buffer>(zlib().gunzip)(bytes, options);
const inflate: Inflate = (bytes, options) =>
  promisify<Zlib.InputType, Zlib.ZlibOptions, Buffer>(zlib().inflate)(bytes, options);

const INFLATE: Readonly<Record<string, Inflate>> = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate };
const EXPECTED = 'identity, gzip or deflate';

export function isEncoded(encoding: string | undefined): encoding is string {
  return encoding !== undefined && encoding !== '' && encoding.toLowerCase() !== 'identity';
}

/** The body as it was before it was encoded; no more than `most` bytes of it are ever inflated. */
export async function decodeContent(body: Buffer, encoding: string, most: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (!Object.hasOwn(INFLATE, name)) {
    throw new Fault('ContentEncodingUnknown', `The content encoding is not known here: expected ${EXPECTED}.`, {
      field: 'content-encoding',
      expected: EXPECTED,
      got: 'another encoding',
    });
  }
  try {
    return await INFLATE[name](body, { maxOutputLength: most });
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
      ? bodyTooLarge(most)
      : new Fault('BodyInvalid', 'The body is not what its content encoding says.', {
          field: 'content-encoding',
          expected: name,
          got: 'other bytes',
        });
  }
}
