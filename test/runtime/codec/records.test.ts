import fc from 'fast-check';
import { Records } from '@inference-constructs/runtime/codec/records';

const each = (records: Records): string[] =>
  Array.from({ length: records.length }, (_, at) =>
    records
      .slice(at, at + 1)
      .toBody()
      .toString('latin1'),
  );

it.each([
  ['', []],
  ['\n', ['\n']],
  ['a', ['a']],
  ['a\n', ['a\n']],
  ['a\n\nb', ['a\n', '\n', 'b']],
])('the lines of %j', async (body, lines) => {
  expect(each(await Records.ofLines(Buffer.from(body)))).toEqual(lines);
});

it('lines are a body again, whole and in parts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 50 }), fc.nat(50), async (bytes, at) => {
      const lines = await Records.ofLines(Buffer.from(bytes.map((byte) => (byte < 100 ? 0x0a : byte))));
      const parts = [lines.slice(0, Math.min(at, lines.length)), lines.slice(Math.min(at, lines.length))];
      expect(Buffer.concat(parts.map((part) => part.toBody()))).toEqual(lines.toBody());
      expect(parts[0].length + parts[1].length).toBe(lines.length);
    }),
  );
});

it('makes a line of each piece', async () => {
  const body = Buffer.alloc(100);
  const pieces = ['a', '', 'b\n'].map((text) => Buffer.from(text));
  expect(each(await Records.ofPieces(body, pieces))).toEqual(['a\n', '\n', 'b\n']);
});

it('lets others have the event loop while it looks for many', async () => {
  let turns = 0;
  let isDone = false;
  const count = (): void => void (isDone || (turns++, setImmediate(count)));
  setImmediate(count);
  await Records.ofLines(Buffer.alloc(20_000, 'a\n'));
  isDone = true;
  expect(turns).toBeGreaterThanOrEqual(10_000 / 500);
});
