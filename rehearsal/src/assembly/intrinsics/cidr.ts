const BLOCK = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;
const ADDRESS_BITS = 32;
const MOST_BLOCKS = 256;

/** `Fn::Cidr` of IPv4: so many blocks of so many host bits, from the start of a block; undefined where they do not fit. */
export function cidrBlocks([block, count, hostBits]: readonly unknown[]): string[] | undefined {
  const match = BLOCK.exec(String(block));
  const [blocks, bits] = [Number(count), Number(hostBits)];
  if (match === null || !within(blocks, 1, MOST_BLOCKS) || !within(bits, 1, ADDRESS_BITS)) return undefined;
  const [prefix, ...reversed] = match.slice(1).map(Number).reverse();
  const octets = reversed.reverse();
  if (octets.some((octet) => octet > 255) || prefix > ADDRESS_BITS - bits) return undefined;
  const space = 2 ** (ADDRESS_BITS - prefix);
  const size = 2 ** bits;
  if (blocks * size > space) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const start = address - (address % space);
  return Array.from({ length: blocks }, (_, i) => `${dotted(start + i * size)}/${ADDRESS_BITS - bits}`);
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
