const BLOCK = 512;
const FILE = ['0', '\0', ''];
/** Says the name of the entry that follows. */
const LONG_NAME = 'L';
const EXTENDED = 'x';

/** The files of a tar archive by their paths; links and devices are left out, as nothing here would follow them. */
export function untar(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let longer: string | undefined;
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    if (header[0] === 0) break;
    const size = Number.parseInt(textOf(header, 124, 12).trim() || '0', 8);
    if (Number.isNaN(size)) throw new RangeError('not a tar archive');
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new RangeError('the archive breaks off');
    const kind = textOf(header, 156, 1);
    if (kind === LONG_NAME) longer = content.toString('utf8').replace(/\0.*$/s, '');
    else if (kind === EXTENDED) longer = pathIn(content.toString('utf8'));
    else {
      if (FILE.includes(kind)) files.set(longer ?? nameOf(header), content);
      longer = undefined;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function nameOf(header: Buffer): string {
  const isUstar = textOf(header, 257, 5) === 'ustar';
  const prefix = isUstar ? textOf(header, 345, 155) : '';
  const name = textOf(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Lines of `length key=value`. */
function pathIn(extended: string): string | undefined {
  return /^\d+ path=(.*)$/m.exec(extended)?.[1];
}

function textOf(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start);
  return block.toString('utf8', start, end < 0 ? start + length : Math.min(end, start + length));
}
