import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { root } from './tools';

/** The first program of the README, or of another page, that imports a construct library. */
export function readmeProgram(library: string, file = 'README.md'): string {
  const text = readFileSync(join(root, file), 'utf8');
  const programs = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]);
  const program = programs.find((source) => source.includes(`'${library}'`));
  if (program === undefined) throw new Error(`${file} has no program that imports ${library}`);
  return program;
}

/** What a user's own build would make of a program. */
export function compiled(program: string): string {
  return transformSync(program, { loader: 'ts', format: 'cjs', target: 'node20' }).code;
}
