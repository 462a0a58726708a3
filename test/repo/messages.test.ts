import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');

/** Names in messages that are neither a property of a construct nor a field of a model package: whose they are. */
const OTHERS: Readonly<Record<string, string>> = {
  balancedAccuracy: 'a metric of acceptance.jsonl',
  asOf: 'a member of the file of prices',
  serviceSeconds: 'an option of the simulator',
  requestsPerMinute: 'an option of the simulator',
};
const FLAGS_OF_OTHERS: Readonly<Record<string, string>> = {
  '--no-staging': 'the CDK command line',
};

/** Code in strings: pages, styles, a watcher and a shell script. */
const NO_MESSAGES = /page\/|end-with-parent\.ts$|start-deployment\.ts$/;

function parsed(...folders: string[]): ts.SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !NO_MESSAGES.test(file))
      .map((file) => join(root, folder, file))
      .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)),
  );
}

function nodesOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(...nodesOf(child)));
  return [node, ...children];
}

/** What users can write: properties, methods and their parameters, fields of model.json. */
const declared = new Set(
  parsed('constructs/cdk/src', 'constructs/cdktf/src', 'lib/src/model')
    .flatMap(nodesOf)
    .flatMap((node) => {
      const isDeclared =
        ts.isPropertySignature(node) ||
        ts.isPropertyDeclaration(node) ||
        ts.isMethodSignature(node) ||
        ts.isMethodDeclaration(node) ||
        ts.isGetAccessor(node) ||
        ts.isParameter(node);
      return isDeclared && ts.isIdentifier(node.name) ? node.name.text : [];
    }),
);

const messages = parsed('lib/src', 'constructs/cdk/src', 'constructs/cdktf/src', 'rehearsal/src')
  .flatMap(nodesOf)
  .flatMap((node) =>
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) ? node.text : [],
  )
  .filter((text) => /\s/.test(text));

const named = (pattern: RegExp): string[] => [
  ...new Set(messages.flatMap((text) => [...text.matchAll(pattern)].map(([name]) => name))),
];

test('every property that a message names exists', () => {
  const names = named(/(?<![\w.$/:-])[a-z]+[A-Z][A-Za-z]*\b/g);
  expect(names).toContain('expectedRequestsPerMinute');
  expect(names.filter((name) => !declared.has(name) && !(name in OTHERS))).toEqual([]);
});

test('every option that a message names exists', () => {
  const flags: string[] = readFileSync(join(root, 'rehearsal/src/cli.ts'), 'utf8').match(/(?<=')--[a-z-]+/g) ?? [];
  const names = named(/(?<![\w-])--[a-z][a-z-]+/g);
  expect(names).toContain('--requests-per-minute');
  expect(names.filter((name) => !flags.includes(name) && !(name in FLAGS_OF_OTHERS))).toEqual([]);
});
