import { Turn } from '@inference-constructs/rehearsal/clock/clock';
import { VirtualClock } from '@inference-constructs/rehearsal/clock/virtual-clock';

test('plays what is due in the order of time, turn and request', async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const note = (text: string) => () => void seen.push(`${clock.now} ${text}`);
  clock.at(2, Turn.TRAFFIC, note('traffic'));
  clock.at(2, Turn.EVALUATE, note('evaluate'));
  clock.at(1, Turn.TRAFFIC, note('first'));
  clock.at(1, Turn.TRAFFIC, note('second'));
  clock.at(2, Turn.CONTROL, note('control'));
  await clock.run();
  expect(seen).toEqual(['1 first', '1 second', '2 evaluate', '2 control', '2 traffic']);
});

test('waits for an action before the next, and plays what that one asked for', async () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  const again = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(clock.now);
    if (clock.now < 30) clock.at(clock.now + 10, Turn.TRAFFIC, again);
  };
  clock.at(0, Turn.TRAFFIC, again);
  await clock.run();
  expect(seen).toEqual([0, 10, 20, 30]);
});

test('stops where it is', async () => {
  const clock = new VirtualClock();
  clock.at(3, Turn.CONTROL, () => clock.stop());
  clock.at(4, Turn.CONTROL, () => {
    throw new Error('too late');
  });
  await clock.run();
  expect(clock.now).toBe(3);
});

test('does not go back', async () => {
  const clock = new VirtualClock();
  clock.at(3, Turn.CONTROL, () => clock.at(2, Turn.CONTROL, () => {}));
  await expect(clock.run()).rejects.toThrow('minute 2 has passed: it is minute 3');
});
