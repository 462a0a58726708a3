// What scripts that read sources know of TypeScript's syntax.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ts = createRequire(import.meta.url)('typescript');

/** The sources in some folders, in the order of their paths. */
export function filesIn(folders) {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .sort()
      .map((file) => join(folder, file))
      .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)),
  );
}

const known = new WeakMap();

/** A node and all below it. */
export function all(node) {
  const found = known.get(node) ?? below(node);
  // What is asked for often is a function or a file; others would take memory for nothing.
  if (ts.isSourceFile(node) || ts.isFunctionLike(node)) known.set(node, found);
  return found;
}

function below(node, found = []) {
  found.push(node);
  node.forEachChild((child) => void below(child, found));
  return found;
}

/** What a variable of the same function is. */
export function local(node) {
  const name = (node.name ?? node).getText();
  const scope = ts.findAncestor(node, ts.isFunctionLike);
  if (scope === undefined) return undefined;
  return all(scope).find((one) => ts.isVariableDeclaration(one) && one.name.getText() === name)?.initializer;
}
