import { MIB, endpoint, sized } from './support/kinds';

const BENCH = {
  onnxruntime: '1.30.0',
  machine: 'a laptop',
  residentMib: 100,
  startMilliseconds: 10,
  requests: { rows: 1, p50Milliseconds: 1, p99Milliseconds: 1 },
};

describe('a model on an instance', () => {
  test('that cannot hold it is refused', () => {
    expect(() => endpoint({ model: sized(4096 * MIB), instanceType: 'ml.c7i.large' })).toThrow(
      new Error(
        'instance type (ml.c7i.large): has 4 GiB of memory, and diagnosis takes at least 4352 MiB. choose a larger type, or make the model smaller (quantization)',
      ),
    );
  });

  test('where it is tight is a note', () => {
    expect(endpoint({ model: sized(1500 * MIB), instanceType: 'ml.c7i.large' }).notes).toContain(
      'ml.c7i.large has 4 GiB of memory, and diagnosis may take up to 4756 MiB while it is loaded: try it before you rely on it',
    );
  });

  test('that was measured is tight by what it took', () => {
    const measured = (residentMib: number) =>
      endpoint({ model: { ...sized(1500 * MIB), bench: { ...BENCH, residentMib } }, instanceType: 'ml.c7i.large' });
    expect(measured(2700).notes.filter((note) => note.includes('while it is loaded'))).toEqual([]);
    expect(measured(3000).notes).toContain(
      'ml.c7i.large has 4 GiB of memory, and diagnosis may take up to 4500 MiB while it is loaded: try it before you rely on it',
    );
  });

  test('with a GPU counts the memory of the GPU', () => {
    expect(() => endpoint({ model: sized(23_000 * MIB), instanceType: 'ml.g5.12xlarge' })).toThrow(
      /has 22 GiB on a GPU/,
    );
  });

  test('of which nothing is known is not judged', () => {
    expect(endpoint({ model: sized(1e15), instanceType: 'ml.x99.huge' }).notes).not.toContainEqual(
      expect.stringMatching(/GiB/),
    );
  });
});
