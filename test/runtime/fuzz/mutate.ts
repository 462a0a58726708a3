import fc from 'fast-check';
import { SECRET, SECRET_NUMBER } from './case';

/** Where to change something, as a share of what is there, and what. */
const edits = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'insert', 'delete', 'truncate', 'repeat', 'overwrite'),
    place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc.constantFrom(...'[]{}",:\\\n\0-.e0'.split('')).map((c) => Buffer.from(c)),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Some bytes changed, added or lost. */
export function spoiltBytes(bodies: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc.tuple(bodies, edits).map(([body, list]) =>
    list.reduce((bytes, { kind, place, bytes: added }) => {
      const at = Math.floor(place * bytes.length);
      switch (kind) {
        case 'flip': {
          const copy = Buffer.from(bytes);
          if (copy.length > 0) {
            copy[at] ^= 1 << (added[0] & 7);
          }
          return copy;
        }
        case 'insert':
          return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
        case 'delete':
          return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + added.length)]);
        case 'truncate':
          return bytes.subarray(0, at);
        case 'repeat':
          return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 64), bytes.subarray(at)]);
        default:
          return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + added.length)]);
      }
    }, body),
  );
}

/** What a client may put where something else belongs. */
export const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    0,
    -1,
    1.5,
    1e308,
    -1e308,
    2 ** 53,
    -(2 ** 31),
    SECRET,
    SECRET_NUMBER,
    'NaN',
    'Infinity',
    '1',
    [],
    {},
    [[]],
    [[[]]],
    [null],
    [SECRET],
    { [SECRET]: SECRET_NUMBER },
    { ['__proto__x']: 1 },
    '\u0000',
    '\ud800',
    'x'.repeat(300),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

type Json = Record<string, unknown> | unknown[];

const isTree = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;

interface Change {
  readonly kind: string;
  readonly path: readonly number[];
  readonly value: unknown;
  readonly key: string;
}

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('replace', 'replace', 'remove', 'add', 'wrap', 'deepen', 'repeat'),
    path: fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
    value: oddValues,
    key: fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'inputs',
      'instances',
      'parameters',
      'name',
      SECRET,
      '',
    ),
  }),
  { minLength: 1, maxLength: 2 },
);

/** A document with some part of it replaced, removed, added, wrapped or repeated. */
export function spoiltJson(documents: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  return fc.tuple(documents, changes).map(([document, list]) => {
    const root = { document: structuredClone(document) };
    list.forEach((change) => apply(root, change));
    return Buffer.from(JSON.stringify(root.document) ?? '');
  });
}

type Owner = Record<string | number, unknown>;

/** The path leads as deep as there is something. */
function find(root: Owner, path: readonly number[]): { readonly owner: Owner; readonly at: string | number } {
  let owner = root;
  let at: string | number = 'document';
  for (const step of path) {
    const place: unknown = owner[at];
    const keys: string[] = isTree(place) ? Object.keys(place) : [];
    if (keys.length === 0) {
      break;
    }
    owner = place as Owner;
    at = keys[step % keys.length];
  }
  return { owner, at };
}

function apply(root: Owner, { kind, path, value, key }: Change): void {
  const { owner, at } = find(root, path);
  const place = owner[at];
  // Odd values are the same objects in every case, and the next change may be inside this one.
  const own = structuredClone(value);
  if (kind === 'remove') {
    if (Array.isArray(owner)) {
      owner.splice(Number(at), 1);
    } else {
      delete owner[at];
    }
  } else if (kind === 'add' && isTree(place)) {
    const name = Array.isArray(place) ? place.length : key;
    const property = { value: own, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(place, name, property);
  } else if (kind === 'repeat' && Array.isArray(place)) {
    place.push(...structuredClone(place.slice(0, 20)));
  } else {
    owner[at] = kind === 'wrap' ? [place] : kind === 'deepen' ? deep(70) : own;
  }
}
