import type { Rule } from '../rule';
import { copyRules } from './copies';
import { hostRules } from './hosts';
import { placementRules } from './placement';

export const componentRules: readonly Rule[] = [...hostRules, ...placementRules, ...copyRules];
