import { BodyMemory } from '@inference-constructs/runtime/server/body-memory';

it('gives memory back to a body of the same size only', () => {
  const memory = new BodyMemory();
  const body = memory.take(100_000);
  memory.giveBack(body);
  expect(memory.take(100_001)).not.toBe(body);
  expect(memory.take(100_000)).toBe(body);
  expect(memory.take(100_000)).not.toBe(body);
});

it('has memory of its own for each body, from its first byte to its last', () => {
  const body = new BodyMemory().take(5000);
  expect(body.byteOffset).toBe(0);
  expect(body.buffer.byteLength).toBe(5000);
});

it('forgets the oldest when it keeps too much', () => {
  const memory = new BodyMemory();
  const bodies = [1, 2, 3].map((rest) => memory.take(8_000_000 + rest));
  bodies.forEach((body) => memory.giveBack(body));
  expect(memory.take(8_000_001)).not.toBe(bodies[0]);
  expect(memory.take(8_000_003)).toBe(bodies[2]);
});

it('takes nothing back that was moved to another thread', () => {
  const memory = new BodyMemory();
  const body = memory.take(100_000);
  structuredClone(body.buffer, { transfer: [body.buffer as ArrayBuffer] });
  memory.giveBack(body);
  expect(memory.take(0)).not.toBe(body);
});
