import type { Rule } from '../rule';
import { computeRules } from './compute';
import { memoryRules } from './memory';
import { nameRules } from './names';
import { serverlessRules } from './serverless';
import { startRules } from './starting';
import { storageRules } from './storage';

/** Rules on the variants of an endpoint configuration. */
export const variantRules: readonly Rule[] = [
  ...computeRules,
  ...nameRules,
  ...serverlessRules,
  ...storageRules,
  ...memoryRules,
  ...startRules,
];
