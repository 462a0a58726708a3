import { resolveReferences } from '@inference-constructs/core/out/plan/plan';
import { isSecret, MASK } from './secrets';

const LONGEST = 100;
/** Digests, keys of assets, and ids that end in one: the beginning tells them apart. */
const HASH = /([0-9a-f]{12})[0-9a-f]{20,}/gi;

/** A value of a template as a reader wants it: references by name, hashes cut, secrets masked. */
export function valueText(path: readonly string[], value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (isSecret(path, value)) return MASK;
  const plain = typeof value === 'string' ? value : JSON.stringify(masked(path, value));
  const text = readableReferences(plain).replace(HASH, '$1…');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function masked(path: readonly string[], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, i) => masked([...path, String(i)], item));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked([...path, key], item)]));
  }
  return isSecret(path, value) ? MASK : value;
}

function readableReferences(text: string): string {
  return resolveReferences(text, (id, attribute) => (attribute === 'Ref' ? id : `${id}.${attribute}`));
}
