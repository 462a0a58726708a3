import { createHash } from 'node:crypto';

const HASH_CHARACTERS = 8;

/**
 * A literal name for what must have one: readable parts, then a hash of the construct path, so that two constructs never
 * share a name and one construct keeps its own.
 */
export function literalName(parts: readonly string[], path: string, maxLength: number): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, HASH_CHARACTERS);
  const readable = parts
    .join('-')
    .replace(/[^a-zA-Z0-9-]+/g, '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
  return `${readable.slice(0, maxLength - HASH_CHARACTERS - 1).replace(/-$/, '')}-${hash}`;
}

/** SageMaker's longest name. */
export const MAX_SAGEMAKER_NAME = 63;
/** Lambda's longest function name. */
export const MAX_FUNCTION_NAME = 64;
