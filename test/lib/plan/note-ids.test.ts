import { PARITY_GAPS } from '@inference-constructs/core/out/graph/parity-gaps';
import { NOTE_KINDS, noteId } from '@inference-constructs/core/out/plan/note-ids';
import { laterStepNotes, powerNotes } from '@inference-constructs/core/out/monitoring/power-notes';
import { wholeCopyNotes } from '@inference-constructs/core/out/rollout/component-rollout';
import { wholeInstanceNotes } from '@inference-constructs/core/out/serving/endpoint-limits';
import { tagNotes } from '@inference-constructs/core/out/serving/container-image';
import { defaultInstanceNotes } from '@inference-constructs/core/out/serving/default-instance';
import { withoutPolicy } from '@inference-constructs/core/out/serving/given-role';
import { scaledInstanceNotes } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { latencyNotes } from '@inference-constructs/core/out/serving/measured';
import { opsetNotes, unreadNotes } from '@inference-constructs/core/out/serving/model-opset';

const isUnresolved = () => false;
const manifest = (rows: number) =>
  ({ name: 'small', classes: { names: ['a', 'b'] }, heldOut: { rows, predictedRates: { a: 0.5, b: 0.5 } } }) as never;
const traffic = (rows: number, expectedRequestsPerMinute?: number) => ({
  model: { manifest: manifest(rows) },
  expectedRequestsPerMinute,
  isUnresolved,
});
const bench = { machine: 'a laptop', requests: { p99Milliseconds: 2000 } } as never;
const graph = { opsets: { 'ai.onnx': 99 }, irVersion: 1 } as never;

test.each<[string, string[]]>([
  ['rollout-unwatched', powerNotes(traffic(1000), 100, 0)],
  ['no-prediction-shift-alarm', powerNotes({ model: { manifest: { name: 'x' } as never }, isUnresolved }, 10, 600)],
  ['power-unknown', powerNotes(traffic(1000), 10, 600)],
  ['held-out-rows-too-few', powerNotes(traffic(2, 60), 10, 600)],
  ['power-of-first-step', powerNotes(traffic(1000, 60), 10, 600)],
  ['power-of-later-steps', laterStepNotes(traffic(1000, 60), [50], 600)],
  ['less-than-an-instance', wholeInstanceNotes(10, 2, isUnresolved)],
  [
    'less-than-a-copy',
    wholeCopyNotes({ rollout: { kind: 'rolling', percent: 10, bakeMinutes: 5 }, copyCount: 2, isUnresolved }),
  ],
  ['latency-limit-below-bench', latencyNotes({ bench }, 1000, isUnresolved)],
  ['model-newer-than-layer', opsetNotes({ manifest: manifest(1), graph } as never)],
  ['onnx-versions-not-read', unreadNotes([{ model: { manifest: manifest(1) } }])],
  ['image-by-tag', tagNotes('Lambda', 'latest', isUnresolved)],
  ['default-instance-type', defaultInstanceNotes('ml.c7i.xlarge')],
  ['default-instance-type-scaled', scaledInstanceNotes({ model: {} as never, isUnresolved })],
  ['role-without-policies', withoutPolicy({ resources: [], notes: [] }).notes.slice()],
])('%s is the kind of what is noted', (id, notes) => {
  expect(notes.map(noteId)).toEqual([id]);
});

test('what is no note is of no kind', () => {
  expect(PARITY_GAPS.flatMap(({ reason }) => noteId(reason) ?? [])).toEqual([]);
});

test('ids are words, each once', () => {
  const ids = NOTE_KINDS.map(({ id }) => id);
  expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});
