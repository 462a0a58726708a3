// Writes what is made from code: pages of docs/, each package's API.md and JSON schemas. `--check` fails where one is not
// up to date, and both where something public has no docstring, or an error no words.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'prettier';
import { apiPages, undocumented } from './api.mjs';
import { errorPage, unexplained } from './errors.mjs';
import { schemas } from './schemas.mjs';
import { table } from './table.mjs';

const require = createRequire(import.meta.url);
const { RULES } = require('@inference-constructs/core/out/rules/engine');
const { REQUIREMENTS, requirementsOf } = require('@inference-constructs/core/out/rules/requirements');
const { UPDATE_RULES } = require('@inference-constructs/core/out/rules/update');
const { NOTE_KINDS } = require('@inference-constructs/core/out/plan/note-ids');
const { PARITY_GAPS } = require('@inference-constructs/core/out/graph/parity-gaps');
const { CONSTRUCT_GAPS, OPTION_GAPS } = require('@inference-constructs/core/out/graph/construct-gaps');
const ruleTable = (rules) =>
  table(
    ['rule', 'R', 'severity', 'what goes wrong on AWS', 'source'],
    rules.map(({ id, severity, why, source }) => [
      `\`${id}\``,
      requirementsOf(id).join(', ') || '-',
      severity,
      why,
      source,
    ]),
  );

const pages = {
  'docs/rules.md': [
    '# Rules',
    '',
    'Made from `lib/src/rules` by `npm run docs`. They run at synth on what a construct has declared, after aspects and',
    'overrides. An error ends the synth: AWS would refuse the template, silently ignore a part of it, or roll it back.',
    '',
    ...ruleTable(RULES),
    '',
    'These compare what is deployed with what would be (`updateBreaches`):',
    '',
    ...ruleTable(UPDATE_RULES),
    '',
    'What has to hold before a deployment (R), and what holds it:',
    '',
    ...table(
      ['R', 'what has to hold', 'rules', 'beside them, or instead'],
      REQUIREMENTS.map(({ id, what, rules = [], beside = '' }) => [
        id,
        what,
        rules.map((rule) => `\`${rule}\``).join(', '),
        beside,
      ]),
    ),
    '',
    'Beside these, a construct notes at synth what no property shows. With the CDK each kind of note is acknowledged by itself, where',
    'it was read: `Annotations.of(endpoint).acknowledgeInfo("@inference-constructs/cdk:power-unknown")`.',
    '',
    ...table(
      ['note', 'tells'],
      NOTE_KINDS.map(({ id, about }) => [`\`${id}\``, about]),
    ),
  ],
  'docs/parity.md': [
    '# Parity',
    '',
    'Made from `lib/src/graph/parity-gaps.ts` by `npm run docs`. Both engines render the same plan; a test compares what they',
    'declare property by property. These are all the differences: one that is not declared fails, and so does one that is gone.',
    '',
    ...table(
      ['resource', 'property', 'only on', 'why'],
      PARITY_GAPS.map(({ type, property, on, reason }) => [
        `\`${type}\``,
        property === undefined ? 'the whole resource' : `\`${property}\``,
        on === 'both' ? 'both, with different values' : on,
        reason,
      ]),
    ),
    '',
    'Models and endpoint configurations need no `replace_triggered_by`: AWS generates their names, and what uses one refers to its name,',
    'so that a release which replaces them changes the endpoint too, and they go once it has changed (`test/cdktf/replacement.test.ts`;',
    'with terraform itself `test/conformance/terraform-cli.test.ts`). What scales an endpoint has it: a target names an endpoint, and a',
    'policy a target, by what a replacement keeps (`test/conformance/terraform-replace.test.ts`).',
    '',
    'Made from `lib/src/graph/construct-gaps.ts`: what only one of the packages has. A test compares what they export.',
    '',
    ...table(
      ['class', 'only on', 'why', 'on the other engine'],
      CONSTRUCT_GAPS.map(({ name, on, reason, remedy }) => [`\`${name}\``, on, reason, remedy]),
    ),
    '',
    'And properties of a construct that both packages have:',
    '',
    ...table(
      ['property', 'only on', 'why', 'on the other engine'],
      OPTION_GAPS.map(({ of, name, on, reason, remedy }) => [`\`${of}.${name}\``, on, reason, remedy]),
    ),
  ],
  'docs/errors.md': errorPage(),
  ...apiPages(),
};

for (const fault of [...undocumented(), ...unexplained()]) {
  console.error(fault);
  process.exitCode = 1;
}

const texts = {};
for (const [file, lines] of Object.entries(pages)) {
  texts[file] = await format(`${lines.join('\n')}\n`, { parser: 'markdown', printWidth: 120 });
}
for (const [file, schema] of Object.entries(schemas())) {
  texts[file] = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 });
}

for (const [file, text] of Object.entries(texts)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the code says. run "npm run docs"`);
    process.exitCode = 1;
  }
}
