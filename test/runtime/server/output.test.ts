import { Writable } from 'node:stream';
import { writeLine } from '@inference-constructs/runtime/output';

it('drops lines, and keeps what waits within bounds, while a reader stands still', () => {
  const stalled = new Writable({ write: () => undefined });
  const line = 'x'.repeat(9999);
  for (let count = 0; count < 1000; count++) {
    writeLine(stalled, line);
  }
  expect(stalled.writableLength).toBeLessThan(1_048_576 + 10_000);
});

it('writes again once the reader goes on', () => {
  const lines: string[] = [];
  const stream = new Writable({ decodeStrings: false, write: (line: string, _, done) => (lines.push(line), done()) });
  writeLine(stream, 'a');
  writeLine(stream, 'b');
  expect(lines).toEqual(['a\n', 'b\n']);
});

it('listens to a stream once, whichever copies of the module write to it', () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  for (let copy = 0; copy < 3; copy++) {
    jest.isolateModules(() => {
      const { writeLine: writeLineOfCopy } = jest.requireActual<{ writeLine: typeof writeLine }>(
        '@inference-constructs/runtime/output',
      );
      writeLineOfCopy(stream, 'a');
    });
  }
  expect(stream.listenerCount('error')).toBe(1);
});
