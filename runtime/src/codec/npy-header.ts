import { Fault } from '../errors';

/** What the header of an .npy file says. */
export interface NpyHeader {
  /** Kind and size of an element, for example `f4`: https://numpy.org/doc/stable/reference/arrays.interface.html */
  readonly kind: string;
  readonly size: number;
  readonly littleEndian: boolean;
  /** Columns stand together, as numpy keeps transposed arrays and those of data frames. */
  readonly fortranOrder: boolean;
  readonly dims: readonly number[];
  /** Where the elements start. */
  readonly offset: number;
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
const LONGEST_HEADER = 65_536;

export function readNpyHeader(bytes: Buffer): NpyHeader {
  if (bytes.length < 10 || !bytes.subarray(0, 6).equals(MAGIC)) {
    throw notNpy();
  }
  const isFirstVersion = bytes[6] === 1;
  const start = isFirstVersion ? 10 : 12;
  if (bytes.length < start) {
    throw notNpy();
  }
  const length = isFirstVersion ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  if (length > LONGEST_HEADER || start + length > bytes.length) {
    throw notNpy();
  }
  const text = bytes.toString('latin1', start, start + length);
  const [, order, kind, size] = /'descr'\s*:\s*'([<>=|])([a-zA-Z])(\d{1,6})'/.exec(text) ?? [];
  const [, fortran] = /'fortran_order'\s*:\s*(True|False)/.exec(text) ?? [];
  const [, shape] = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(text) ?? [];
  if (kind === undefined || fortran === undefined || shape === undefined) {
    throw notNpy();
  }
  const dims = shape
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  // Elements of no size would let any shape fit into no bytes.
  if (Number(size) === 0 || !dims.every((size) => Number.isSafeInteger(size))) {
    throw notNpy();
  }
  return {
    kind,
    size: Number(size),
    littleEndian: order !== '>',
    fortranOrder: fortran === 'True',
    dims,
    offset: start + length,
  };
}

export function notNpy(got = 'other bytes'): Fault {
  return new Fault('BodyInvalid', 'The body is no .npy array of numbers, booleans or strings.', {
    expected: '.npy',
    got,
  });
}
