import { conflictNotes } from '@inference-constructs/core/out/scaling/conflicts';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';
import { decideSteps } from '@inference-constructs/core/out/scaling/steps';
import { decideScaling } from '@inference-constructs/core/out/scaling/target';
import { decidePredefinedTracking } from '@inference-constructs/core/out/scaling/tracking';
import { INVOCATIONS, QUEUE, TOKEN, source, spec } from './support/spec';

describe('notes', () => {
  const notes = (expectedRequestsPerMinute: number, given: Partial<ScalingSpec> = {}, type: string = INVOCATIONS) =>
    decidePredefinedTracking(spec({ expectedRequestsPerMinute, ...given }), 'It', type, 200).notes;
  const late =
    'a load that grows to 3 times that at once is under-provisioned for 4 minutes and the time that new capacity takes to start';

  test.each<[number, Partial<ScalingSpec>, string[]]>([
    [450, {}, [`It: 450 requests per minute ask for 3 instances; ${late}`]],
    [
      600,
      {},
      [`It: 600 requests per minute ask for 3 instances; ${late}, and for longer: it asks for 9, and the maximum is 8`],
    ],
    [
      2000,
      {},
      ['It: 2000 requests per minute ask for 10 instances, and the maximum is 8: raise maxCapacity or the target'],
    ],
    [60, {}, ['It: 60 requests per minute ask for 1 instance, which also serve 3 times as many']],
    [TOKEN, {}, []],
  ])('at %d requests per minute', (requests, given, expected) => {
    expect(notes(requests, given)).toEqual(expected);
  });

  test('are not made of what does not count requests', () => {
    expect(notes(600, {}, 'SageMakerVariantConcurrentRequestsPerModelHighResolution')).toEqual([]);
  });

  test('say once how several policies agree', () => {
    const tracking = (id: string) => decidePredefinedTracking(spec(), id, INVOCATIONS, 10).resources;
    const steps = decideSteps(spec(), 'It', {
      source,
      periodSeconds: 60,
      intervals: [{ lower: 1, change: 1 }],
    }).resources;
    const wakeUp = decideScaling(spec({ scaled: QUEUE, minCapacity: 0 })).resources;
    expect(conflictNotes([], tracking('A'))).toEqual([]);
    expect(conflictNotes(tracking('A'), tracking('B'))).toHaveLength(1);
    expect(conflictNotes([...tracking('A'), ...tracking('B')], tracking('C'))).toEqual([]);
    expect(conflictNotes(tracking('A'), steps)).toHaveLength(1);
    expect(conflictNotes(wakeUp, tracking('A'))).toEqual([]);
  });
});
