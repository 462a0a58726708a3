import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { readJson } from '../json-file';

type Block = Readonly<Record<string, unknown>>;

/** A folder that Terraform would be run in. */
export interface TerraformFolder {
  readonly name: string;
  readonly directory: string;
  readonly files: readonly string[];
  /** Names of stacks that CDKTF deploys before it. */
  readonly dependsOn: readonly string[];
}

/** The stacks of `cdktf.out`, or one folder with Terraform JSON. */
export function findFolders(directory: string): TerraformFolder[] {
  const manifest = join(directory, 'manifest.json');
  const dependencies = existsSync(manifest) ? dependenciesIn(readJson(manifest)) : {};
  const stacks = join(directory, 'stacks');
  const names = existsSync(stacks) ? readdirSync(stacks).sort() : [];
  const folders = names.flatMap((name) => folder(join(stacks, name), name, dependencies[name]));
  return folders.length > 0 ? folders : folder(directory, 'terraform', undefined);
}

function folder(directory: string, name: string, dependsOn: readonly string[] = []): TerraformFolder[] {
  const files = jsonFiles(directory);
  return files.length === 0 ? [] : [{ name: name.replace(/[./{}]/g, '-'), directory, files, dependsOn }];
}

/** Files of Terraform's JSON syntax; those that override others are not among them. */
function jsonFiles(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.tf.json') && !isOverride(name))
    .sort()
    .map((name) => join(directory, name));
}

/** What of a folder is not read. */
export function filesLeft({ directory }: TerraformFolder): string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.tf') || isOverride(name));
}

function isOverride(name: string): boolean {
  return /(^|_)override\.tf\.json$/.test(name);
}

/** All files of a folder as one: blocks of a kind one after the other. */
export function readFolder({ files }: TerraformFolder): Readonly<Record<string, readonly unknown[]>> {
  const merged: Record<string, unknown[]> = {};
  for (const file of files) {
    const content = readJson<unknown>(file);
    if (content === null || typeof content !== 'object' || Array.isArray(content)) {
      throw new InferenceError(
        'TerraformInvalid',
        `${file} (not an object): must be Terraform JSON. synthesize it again`,
      );
    }
    for (const [kind, blocks] of Object.entries(content)) (merged[kind] ??= []).push(...[blocks].flat());
  }
  checkResources(files, merged.resource ?? []);
  return merged;
}

/** What is no block would be read as nothing: it is refused, as Terraform does. */
function checkResources(files: readonly string[], blocks: readonly unknown[]): void {
  const refuse = (what: string): never => {
    throw new InferenceError(
      'TerraformInvalid',
      `${files.join(', ')} (resource ${what}): must be an object. synthesize it again`,
    );
  };
  for (const block of blocks) {
    if (!isBlock(block)) refuse('block');
    for (const [type, named] of Object.entries(block as Block)) {
      for (const one of [named].flat()) {
        if (!isBlock(one)) refuse(type);
        for (const [name, body] of Object.entries(one as Block)) {
          if (![body].flat().every(isBlock)) refuse(`${type}.${name}`);
        }
      }
    }
  }
}

function dependenciesIn(manifest: { stacks?: Readonly<Record<string, { dependencies?: readonly string[] }>> }) {
  return Object.fromEntries(
    Object.entries(manifest.stacks ?? {}).map(([name, { dependencies = [] }]) => [name, dependencies]),
  );
}

function isBlock(value: unknown): value is Block {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
