import { fromFloat16 } from './float16';
import { notNpy, type NpyHeader } from './npy-header';

export type ReadNpyElement = (view: DataView, at: number) => unknown;

/** Reads one element of an array as the value that JSON would have held. */
export function npyElementReader({ kind, size, littleEndian: little }: NpyHeader): ReadNpyElement {
  switch (`${kind}${size}`) {
    case 'b1':
      return (view, at) => view.getUint8(at) !== 0;
    case 'i1':
      return (view, at) => view.getInt8(at);
    case 'u1':
      return (view, at) => view.getUint8(at);
    case 'i2':
      return (view, at) => view.getInt16(at, little);
    case 'u2':
      return (view, at) => view.getUint16(at, little);
    case 'i4':
      return (view, at) => view.getInt32(at, little);
    case 'u4':
      return (view, at) => view.getUint32(at, little);
    case 'i8':
      return (view, at) => wide(view.getBigInt64(at, little));
    case 'u8':
      return (view, at) => wide(view.getBigUint64(at, little));
    case 'f2':
      return (view, at) => fromFloat16(view.getUint16(at, little));
    case 'f4':
      return (view, at) => view.getFloat32(at, little);
    case 'f8':
      return (view, at) => view.getFloat64(at, little);
  }
  if (kind === 'U') {
    return (view, at) => unicode(view, at, size, little);
  }
  if (kind === 'S') {
    return (view, at) => {
      const bytes = Buffer.from(view.buffer, view.byteOffset + at, size);
      return bytes.toString('utf8').replace(/\0+$/, '');
    };
  }
  throw notNpy('another kind of elements');
}

/** Bytes of one element: characters of strings take four. */
export function npyElementBytes({ kind, size }: NpyHeader): number {
  return kind === 'U' ? size * 4 : size;
}

function wide(value: bigint): number | string {
  const narrow = Number(value);
  return Number.isSafeInteger(narrow) ? narrow : value.toString();
}

function unicode(view: DataView, start: number, size: number, little: boolean): string {
  let text = '';
  for (let at = 0; at < size; at++) {
    const point = view.getUint32(start + at * 4, little);
    if (point > 0x10ffff) {
      throw notNpy();
    }
    text += String.fromCodePoint(point);
  }
  return text.replace(/\0+$/, '');
}
