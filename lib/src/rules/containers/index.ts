import type { Rule } from '../rule';
import { environmentRules } from './environment';
import { imageRules } from './images';
import { modelDataRules } from './model-data';

/** Rules on what runs in a container, and on environments. */
export const containerRules: readonly Rule[] = [...environmentRules, ...imageRules, ...modelDataRules];
