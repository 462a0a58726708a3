import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { markdownOf } from '@inference-constructs/rehearsal/report/markdown/markdown';
import { pageOf } from '@inference-constructs/rehearsal/report/page/page';
import { readSource } from '@inference-constructs/rehearsal/report/source/read-source';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';
import { temporaryFolder } from '../support/assembly';
import { ENGINES } from '../support/mutated';
import type { Block } from '../support/mutants';
import { mutate, pick } from '../support/mutants';
import { compared } from './support/compared';

const MUTANTS = 60;
const MINUTES = 60_000;
const folder = temporaryFolder();

test.each(ENGINES)(
  `${MUTANTS} mutants of the example, as $engine: each is reported on, or refused as what it is`,
  ({ engine, synthesize, files, sites }) => {
    const directory = synthesize('v2', join(folder, engine));
    const before = readSource(directory, '1');
    const random = seededRandom(20261123);
    const crashes: string[] = [];
    for (let i = 0; i < MUTANTS; i++) {
      const file = join(directory, pick(files(directory), random));
      const original = readFileSync(file, 'utf8');
      const content = JSON.parse(original) as Block;
      const { what } = mutate(sites(content), random);
      writeFileSync(file, JSON.stringify(content));
      try {
        const report = compared(before, readSource(directory, '2'));
        markdownOf(report);
        pageOf(report);
      } catch (error) {
        if (!(error instanceof InferenceError))
          crashes.push(`${what}: ${String(error)} ${(error as Error).stack?.split('\n')[1]}`);
      } finally {
        writeFileSync(file, original);
      }
    }
    expect(crashes).toEqual([]);
  },
  5 * MINUTES,
);
