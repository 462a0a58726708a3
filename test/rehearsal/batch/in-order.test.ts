import { inOrder } from '@inference-constructs/rehearsal/transform/in-order';

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('results come in the order of what is given', async () => {
  const results = await inOrder([3, 1, 2], 3, async (one) => {
    await later(one);
    return one * 10;
  });
  expect(results).toEqual([30, 10, 20]);
});

test.each([1, 2])('after a failure nothing more is sent, with %d at once', async (atOnce) => {
  const [begun, ended]: [number[], number[]] = [[], []];
  const sent = inOrder([0, 1, 2, 3, 4, 5], atOnce, async (one) => {
    begun.push(one);
    await later(one === 1 ? 1 : 5);
    ended.push(one);
    if (one === 1) throw new Error('refused');
    return one;
  });
  await expect(sent).rejects.toThrow('refused');
  expect(begun).toEqual([0, 1]);
  // What was running has come to its end.
  expect(ended.sort()).toEqual([0, 1]);
});

test('nothing is sent of nothing', async () => {
  expect(await inOrder([], 4, () => Promise.reject(new Error('sent')))).toEqual([]);
});
