import type { GeneratedSpec } from './support/generated/specs';
import { renderPair, scopeName, SPECS } from './support/generated/specs';
import { withTable, without } from './support/table';
import { withoutTraces } from './support/traces';
import { judge } from './support/verdict';
import * as fc from 'fast-check';
import { EXCEPTIONS } from '../../constructs/cdktf/src/render/exceptions';

const RUNS = Number(process.env.PARITY_RUNS ?? 500);
/** In the name of the test, so that it is printed: `PARITY_SEED` runs the same specs again. */
const SEED = Number(process.env.PARITY_SEED ?? Date.now() % 2 ** 31);
/** Specs that share a stack: enough that a synth costs little, few enough that a report can be read. */
const BATCH = 25;

const specs = fc.sample(SPECS, { numRuns: RUNS, seed: SEED });

/** What differs beyond the declared gaps, and the specs that it comes from. */
function differences(batch: readonly GeneratedSpec[]) {
  const { undeclared } = judge(withoutTraces(() => renderPair(batch)));
  const differing = batch.filter((_, index) =>
    undeclared.some(({ path }) => path.split('/').includes(scopeName(index))),
  );
  return { undeclared, differing };
}

test(`${RUNS} specs of seed ${SEED} are the same on both engines`, () => {
  for (let from = 0; from < specs.length; from += BATCH) {
    expect(differences(specs.slice(from, from + BATCH))).toEqual({ undeclared: [], differing: [] });
  }
});

test(`with one row of the mapping broken, specs of seed ${SEED} are not`, () => {
  const row = EXCEPTIONS.find(
    ({ type, property }) => type === 'AWS::IAM::RolePolicy' && property === 'PolicyDocument',
  )!;
  const batch = specs.filter(({ kind }) => kind !== 'copies').slice(0, 5);
  const broken = [...without(row), { ...row, argument: 'document' }];
  expect(withTable(broken, () => differences(batch)).differing).toEqual(batch);
});
