import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/tools';

/** Every page that a user reads. */
const PAGES = [
  'README.md',
  ...['lib', 'constructs/cdk', 'constructs/cdktf', 'runtime', 'rehearsal', 'examples/diagnosis'].map(
    (folder) => `${folder}/README.md`,
  ),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Every program of the pages, whatever is written behind its fence. */
export const programs = PAGES.flatMap((page) => {
  const sources = [...readFileSync(join(root, page), 'utf8').matchAll(/^```(?:ts|typescript)\b.*\n([\s\S]*?)^```/gm)];
  return sources.map(([, source], i) => ({
    name: `${page}, ${i + 1}: ${/new (\w+(?:Function|Endpoint))\(/.exec(source)?.[1] ?? 'a part'}`,
    page,
    file: `${page.replace(/\W+/g, '-')}-${i + 1}.ts`,
    source,
  }));
});
