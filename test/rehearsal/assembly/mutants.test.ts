import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Assembly } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';
import { temporaryFolder } from '../support/assembly';
import { ENGINES } from '../support/mutated';
import type { Block } from '../support/mutants';
import { mutate, pick } from '../support/mutants';
import { differences, isAccountedFor, modelOf } from '../support/observed';

const MUTANTS = 1000;
const MINUTES = 60_000;
const folder = temporaryFolder();
const reader = new SynthesizedOutputReader();

test.each(ENGINES)(
  `${MUTANTS} mutants of the examples, as $engine: each is read differently, listed, refused, or without effect`,
  ({ engine, synthesize, files, sites }) => {
    const directory = synthesize('v2', join(folder, engine));
    const base = reader.read(directory, '1');
    const model = modelOf(base);
    const random = seededRandom(20261122);
    const silent: string[] = [];
    const counts = { refused: 0, different: 0, listed: 0 };
    for (let i = 0; i < MUTANTS; i++) {
      const file = join(directory, pick(files(directory), random));
      const original = readFileSync(file, 'utf8');
      const content = JSON.parse(original) as Block;
      const { what } = mutate(sites(content), random);
      writeFileSync(file, JSON.stringify(content));
      const read = readOrRefused(directory);
      writeFileSync(file, original);
      if (read === undefined) counts.refused++;
      else if (modelOf(read) !== model) counts.different++;
      else {
        const unseen = differences(base, read).filter((difference) => !isAccountedFor(difference, read));
        if (unseen.length > 0) silent.push(`${what}: ${unseen.map(({ path }) => path).join(', ')}`);
        counts.listed++;
      }
    }
    expect([...new Set(silent)]).toEqual([]);
    expect(counts.refused + counts.different + counts.listed).toBe(MUTANTS);
    // Neither outcome may swallow the others.
    expect(counts.different).toBeGreaterThan(MUTANTS / 4);
    expect(counts.listed).toBeGreaterThan(0);
  },
  5 * MINUTES,
);

function readOrRefused(directory: string): Assembly | undefined {
  try {
    return reader.read(directory, '1');
  } catch (error) {
    if (error instanceof InferenceError && error.code !== '') return undefined;
    throw error;
  }
}
