import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Scenario } from './scenario';

type Rule = { readonly [name: string]: Rule } | 'text' | 'texts' | 'flag' | 'count' | 'positive' | 'percent' | 'number';

/** What a scenario may hold: the names of `Scenario`, and what is allowed in them. */
const FIELDS: Rule = {
  name: 'text',
  description: 'text',
  traffic: { factor: 'positive', drift: { feature: 'count', standardDeviations: 'number' } },
  release: {
    swapsClasses: 'flag',
    slower: { factor: 'positive', milliseconds: 'positive' },
    errorPercent: 'percent',
    crashesAfter: 'positive',
    outOfMemory: 'flag',
    coldStarts: 'flag',
  },
  outage: { instances: 'positive', after: 'count', minutes: 'positive' },
  withoutPermissions: 'texts',
};

const EXPECTED: Readonly<Record<Extract<Rule, string>, string>> = {
  text: 'a text',
  texts: 'a list of texts',
  flag: 'true or false',
  count: 'a whole number, at least 0',
  positive: 'a number, more than 0',
  percent: 'a number from 0 to 100',
  number: 'a number',
};

const ALLOWED: Readonly<Record<Extract<Rule, string>, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  flag: (value) => typeof value === 'boolean',
  count: (value) => Number.isInteger(value) && (value as number) >= 0,
  positive: (value) => Number.isFinite(value) && (value as number) > 0,
  percent: (value) => Number.isFinite(value) && (value as number) >= 0 && (value as number) <= 100,
  number: (value) => Number.isFinite(value),
};

/** The scenario, if it is one; names that mean nothing would do nothing. */
export function checkScenario(content: unknown, where: string): Scenario {
  check(content, FIELDS, '', where);
  const { name, description } = content as Scenario;
  if (name === undefined || description === undefined) throw invalid(where, 'name and description', 'both');
  return content as Scenario;
}

function check(value: unknown, rule: Rule, path: string, where: string): void {
  if (typeof rule === 'string') {
    if (!ALLOWED[rule](value)) throw invalid(where, path, EXPECTED[rule]);
    return;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalid(where, path === '' ? 'scenario' : path, `an object with ${Object.keys(rule).join(', ')}`);
  }
  for (const [name, inner] of Object.entries(value)) {
    const below = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(rule, name)) throw invalid(where, below, Object.keys(rule).join(', '));
    check(inner, rule[name], below, where);
  }
}

function invalid(where: string, path: string, expected: string): InferenceError {
  return new InferenceError('ScenarioInvalid', `${path}: ${expected}. correct the scenario`, where);
}
