import type { Rule } from '../rule';
import { metricChoiceRules } from './metric-choice';
import { policyRules } from './policies';
import { scheduleRules } from './schedules';
import { targetRules } from './targets';

export const scalingRules: readonly Rule[] = [...targetRules, ...policyRules, ...metricChoiceRules, ...scheduleRules];
