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
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      (key.charAt(0).toLowerCase() + key.slice(1)).replace(/MB$/, 'Mb'),
      VERBATIM.includes(key) ? item : rename(item),
    ]),
  );
}
