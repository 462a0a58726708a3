import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '@inference-constructs/core/out/rules/engine';
import { REQUIREMENTS, requirementsOf } from '@inference-constructs/core/out/rules/requirements';
import { UPDATE_RULES } from '@inference-constructs/core/out/rules/update';

const known = [...RULES, ...UPDATE_RULES].map(({ id }) => id);
const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'rules.md'), 'utf8');

test('every requirement is named once, in order', () => {
  expect(REQUIREMENTS.map(({ id }) => id)).toEqual(Array.from({ length: 56 }, (_, i) => `R${i + 1}`));
});

test.each(REQUIREMENTS)('$id is held by rules that exist, or it is said why not', ({ id, rules = [], beside = '' }) => {
  expect(rules.filter((rule) => !known.includes(rule))).toEqual([]);
  expect(rules.length > 0 || beside !== '').toBe(true);
  expect(page).toMatch(new RegExp(`^\\| ${id} +\\|`, 'm'));
});

test('ids of rules are unique, and the page has each with its requirements', () => {
  expect(new Set(known).size).toBe(known.length);
  for (const rule of known) {
    const row = new RegExp(`^\\| \`${rule}\` +\\| ([^|]*?) +\\|`, 'm').exec(page)?.[1];
    expect([rule, row]).toEqual([rule, requirementsOf(rule).join(', ') || '-']);
  }
});
