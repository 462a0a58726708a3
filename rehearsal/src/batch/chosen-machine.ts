import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Assembly } from '../assembly/assembly-reader';
import { pathOf } from '../assembly/construct-path';
import type { Machine } from '../state-machine/read-machine';
import { readMachine, STATE_MACHINE } from '../state-machine/read-machine';

/**
 * The state machine that is to be played.
 * @param wanted its construct path; without one, the only one there is
 * @throws InferenceError where there is none, or it cannot be played
 */
export function chosenMachine({ stacks, directory }: Assembly, wanted: string | undefined): Machine {
  const all = stacks.flatMap((stack) => stack.graph.ofType(STATE_MACHINE).map((resource) => ({ resource, stack })));
  const paths = all.map(({ resource }) => pathOf(resource));
  const found =
    wanted === undefined && all.length === 1 ? all[0] : all.find(({ resource }) => pathOf(resource) === wanted);
  if (found === undefined) {
    const what = wanted ?? directory;
    const limit = paths.length === 0 ? 'at least one state machine' : `one of ${paths.join(', ')}`;
    const remedy = paths.length === 0 ? 'give an assembly with one' : 'name one with --machine';
    throw new InferenceError(
      'StateMachineMissing',
      `${what} (${paths.length} state machines there): ${limit}. ${remedy}`,
    );
  }
  const machine = readMachine(found.resource, found.stack);
  if (typeof machine !== 'string') return machine;
  throw new InferenceError(
    'StateMachineNotPlayed',
    `${pathOf(found.resource)} (${machine}): must hold only what docs/rehearsal.md says is played. write it with that`,
  );
}
