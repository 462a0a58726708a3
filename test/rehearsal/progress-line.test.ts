import { ProgressLine } from '@inference-constructs/rehearsal/report/progress-line';

function shown(isTTY: boolean, columns = 120): string {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const line = new ProgressLine(stream);
  line.show({ target: 'App/Classifier/Function', minute: 5, lastMinute: 10, percent: 10 });
  line.clear();
  return written.join('');
}

test('one line that is written over', () => {
  expect(shown(true)).toBe(
    '\r\x1b[2K████████████░░░░░░░░░░░░ minute 5 of 10, 10 % on the new version of App/Classifier/Function\r\x1b[2K',
  );
});

test('no longer than the terminal is wide', () => {
  expect(shown(true, 39)).toBe('\r\x1b[2K████████████░░░░░░░░░░░░ minute 5 of 1\r\x1b[2K');
});

test('where the terminal does not say how wide it is, it is taken for 80', () => {
  expect(shown(true, 0)).toContain('10 % on the new version of App/Classif\r');
});

test('nothing where nobody looks', () => {
  expect(shown(false)).toBe('');
});
