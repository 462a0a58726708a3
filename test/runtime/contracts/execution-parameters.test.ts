import { executionParameters } from '@inference-constructs/runtime/contracts/execution-parameters';
import { paceOf, type Pace } from '@inference-constructs/runtime/engine/pace';

const MIB = 1_048_576;
const quick: Pace = { engines: 1, fixed: 0.01, perRow: 0.0001, rowBytes: 60 };
/** A MB of its rows takes 33.6 s. */
const text: Pace = { engines: 2, fixed: 0, perRow: 8, rowBytes: 250 };

it.each<[string, number, Pace | undefined, [number, string, number]]>([
  ['was not measured', 6, undefined, [2, 'MULTI_RECORD', 6]],
  ['is quick', 6, quick, [2, 'MULTI_RECORD', 6]],
  ['takes large payloads: all together stay below 100 MB', 40, { ...quick, engines: 8 }, [2, 'MULTI_RECORD', 40]],
  ['takes the largest payload', 1024, quick, [1, 'MULTI_RECORD', 100]],
  ['takes less than a MB', 0.5, quick, [2, 'MULTI_RECORD', 1]],
  ['has eight engines', 6, { ...quick, engines: 8 }, [9, 'MULTI_RECORD', 6]],
  ['is slow: a payload takes at most 100 s', 6, text, [3, 'MULTI_RECORD', 2]],
  ['is so slow that a MB takes too long', 6, { ...text, perRow: 80 }, [3, 'SINGLE_RECORD', 1]],
  ['takes all its time beside its rows', 6, { ...text, fixed: 200_000 }, [3, 'SINGLE_RECORD', 1]],
  ['takes no time for a row', 6, { ...quick, perRow: 0 }, [2, 'MULTI_RECORD', 6]],
])('a model that %s', (_, megabytes, pace, [concurrent, strategy, payload]) => {
  expect(executionParameters(megabytes * MIB, pace)).toEqual({
    MaxConcurrentTransforms: concurrent,
    BatchStrategy: strategy,
    MaxPayloadInMB: payload,
  });
});

it('knows the fewest bytes of a row: a digit and a comma, or less where an element is a byte', () => {
  const row = {
    image: { type: 'uint8' as const, dims: [1, 10], data: new Uint8Array(10) },
    numbers: { type: 'float32' as const, dims: [1, 10], data: new Float32Array(10) },
    words: { type: 'string' as const, dims: [1, 2], data: ['a', 'b'] },
  };
  const cost = { fixed: 1, perRow: 2, rowElements: 22 };
  expect(paceOf(cost, row, 3)).toEqual({ engines: 3, fixed: 1, perRow: 2, rowBytes: 10 + 20 + 4 });
  expect(paceOf(undefined, row, 3)).toBeUndefined();
});
