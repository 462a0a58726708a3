import type { Rule } from '../rule';
import { policyRules } from './policies';
import { scheduleRules } from './schedules';
import { targetRules } from './targets';

export const scalingRules: readonly Rule[] = [...targetRules, ...policyRules, ...scheduleRules];
