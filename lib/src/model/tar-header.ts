const BLOCK = 512;
const LARGEST_OCTAL = 8 ** 11 - 1;

/** What comes before a file's content in a tar archive: its header, in the ustar format, and what that cannot say. */
export function tarHeader(path: string, bytes: number): Buffer {
  const short = ustarName(path);
  if (short !== undefined) return header(short, bytes, '0');
  // A pax record carries what ustar has no room for: paths that are long or not ASCII.
  const record = paxRecord('path', path);
  const stand = { name: path.replace(/[^ -~]/g, '_').slice(0, 100), prefix: '' };
  return Buffer.concat([
    header({ name: 'PaxHeader', prefix: '' }, record.length, 'x'),
    record,
    Buffer.alloc(tarPadding(record.length)),
    header(stand, bytes, '0'),
  ]);
}

/** Zero bytes that fill the last block of a content. */
export function tarPadding(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}

/** What ends an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK);
}

interface UstarName {
  readonly name: string;
  readonly prefix: string;
}

function ustarName(path: string): UstarName | undefined {
  if (!/^[ -~]+$/.test(path)) return undefined;
  if (path.length <= 100) return { name: path, prefix: '' };
  // Split at a slash: 155 characters before it, 100 after.
  const slash = path.indexOf('/', path.length - 101);
  if (slash < 1 || slash > 155 || slash === path.length - 1) return undefined;
  return { name: path.slice(slash + 1), prefix: path.slice(0, slash) };
}

function header({ name, prefix }: UstarName, bytes: number, type: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'latin1');
  block.write(octal(0o644, 7), 100, 'latin1');
  block.write(octal(0, 7), 108, 'latin1'); // uid, gid, mtime: none, so that only the content counts
  block.write(octal(0, 7), 116, 'latin1');
  if (bytes <= LARGEST_OCTAL) block.write(octal(bytes, 11), 124, 'latin1');
  else writeBase256(block, bytes);
  block.write(octal(0, 11), 136, 'latin1');
  block.fill(' ', 148, 156); // the checksum is computed with blanks in its place
  block.write(type, 156, 'latin1');
  block.write('ustar\0', 257, 'latin1');
  block.write('00', 263, 'latin1');
  block.write(prefix, 345, 155, 'latin1');
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** From 8 GiB on: a marker bit and the size in binary, as GNU tar, bsdtar and Python read it. */
function writeBase256(block: Buffer, bytes: number): void {
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(bytes), 128);
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  // The length counts its own digits.
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
