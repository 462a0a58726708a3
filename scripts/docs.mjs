// Writes the pages that are made from code: docs/rules.md. `--check` fails where a page is not what the code says.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'prettier';

const { RULES } = createRequire(import.meta.url)('@inference-constructs/core/out/rules/engine');
const cell = (text) => text.replaceAll('|', '\\|');
const rules = [
  '# Rules',
  '',
  'Made from `lib/src/rules` by `npm run docs`. They run at synth on what a construct has declared, after aspects and',
  'overrides. An error ends the synth: AWS would refuse the template, silently ignore a part of it, or roll it back.',
  '',
  '| rule | severity | what goes wrong on AWS | source |',
  '| --- | --- | --- | --- |',
  ...RULES.map(({ id, severity, why, source }) => `| \`${id}\` | ${severity} | ${cell(why)} | ${cell(source)} |`),
  '',
];
const page = await format(rules.join('\n'), { parser: 'markdown', printWidth: 120 });
if (process.argv.includes('--check')) {
  if (readFileSync('docs/rules.md', 'utf8') !== page) {
    console.error('docs/rules.md is not what the code says. run "npm run docs"');
    process.exit(1);
  }
} else {
  writeFileSync('docs/rules.md', page);
}
