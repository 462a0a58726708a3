import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { example } from './bundles';

export interface HeldOutCase {
  readonly inputs: { readonly features: number[][] };
  readonly outputs: { readonly probabilities: number[][] };
}

/** What Python's onnxruntime gave for the example's held-out rows. */
export function heldOutCases(version: string): HeldOutCase[] {
  return readFileSync(join(example(version), 'golden.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as HeldOutCase);
}

/** The largest distance between two tables of numbers. */
export function distance(got: number[][], expected: number[][]): number {
  expect(got.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  return Math.max(...expected.flat().map((value, index) => Math.abs(value - got.flat()[index])));
}
