import type { Properties } from '@inference-constructs/core/out/plan/plan';

/** Blocks whose keys are the user's or IAM's own. */
const VERBATIM = ['Environment', 'PolicyDocument'];

/** CloudFormation's properties with the names that an L1 of aws-cdk-lib gives them. */
export function l1Props<T>(properties: Properties): T {
  return rename(properties) as T;
}

function rename(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rename);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const renamed: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    renamed[nameOf(key)] = VERBATIM.includes(key) ? item : rename(item);
  }
  return renamed;
}

const names = new Map<string, string>();

function nameOf(key: string): string {
  const name = names.get(key) ?? (key.charAt(0).toLowerCase() + key.slice(1)).replace(/([GM])B$/, '$1b');
  names.set(key, name);
  return name;
}
