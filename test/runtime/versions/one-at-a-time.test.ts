import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { OneAtATime } from '@inference-constructs/runtime/versions/one-at-a-time';

it('never runs twice at once, and gives everybody a run that began after they asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(4), { minLength: 1, maxLength: 20 }), fc.nat(3), async (pauses, milliseconds) => {
      let running = 0;
      let most = 0;
      let runs = 0;
      const work = new OneAtATime(async () => {
        runs++;
        most = Math.max(most, ++running);
        await wait(milliseconds);
        running--;
      });
      const asked: Promise<void>[] = [];
      for (const pause of pauses) {
        const before = runs;
        asked.push(work.ask().then(() => expect(runs).toBeGreaterThan(before)));
        await wait(pause);
      }
      await Promise.all(asked);
      expect(most).toBe(1);
      expect(runs).toBeLessThanOrEqual(pauses.length);
    }),
    { numRuns: 30 },
  );
});

it('lets those who ask during a run share the next one, also after a failure', async () => {
  let runs = 0;
  const work = new OneAtATime(async () => {
    await wait(1);
    if (++runs === 1) throw new Error('spoilt');
  });
  const [first, ...others] = [work.ask(), work.ask(), work.ask()];
  await expect(first).rejects.toThrow('spoilt');
  await Promise.all(others);
  expect(runs).toBe(2);
});
