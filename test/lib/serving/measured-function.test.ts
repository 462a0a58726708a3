import { MIB, decide, model, properties } from './support/function';

describe('a model that was measured', () => {
  const measured = (residentMib: number, startMilliseconds: number, p99Milliseconds: number) =>
    model({
      bench: {
        onnxruntime: '1.30.0',
        machine: 'Lambda, 1769 MiB',
        residentMib,
        startMilliseconds,
        requests: { rows: 1, p50Milliseconds: 1, p99Milliseconds },
      },
    });

  test.each([
    [measured(900, 1000, 10), { MemorySize: 1408, Timeout: 30 }],
    [measured(100, 40_000, 2000), { MemorySize: 512, Timeout: 100 }],
    [measured(900, 900_000, 10), { MemorySize: 1408, Timeout: 900 }],
  ])('gets the memory and the time that it takes', (served, expected) => {
    expect(properties(decide({ model: served }), 'Function')).toMatchObject(expected);
    const asked = decide({ model: served, memoryMib: 600, timeoutSeconds: 7 });
    expect(properties(asked, 'Function')).toMatchObject({ MemorySize: 600, Timeout: 7 });
  });

  test('has at least the memory that its weights take, whatever was measured', () => {
    const served = { ...measured(100, 10, 10), bytes: 150 * MIB };
    expect(properties(decide({ model: served }), 'Function').MemorySize).toBe(512);
    expect(
      properties(decide({ model: { ...served, bytes: 1000 * MIB }, isImage: true, layerArn: undefined }), 'Function')
        .MemorySize,
    ).toBe(1280);
  });

  test('is told of a limit that it does not keep', () => {
    const note =
      'latency limit (1000 ms): bench.json has a 99th percentile of 1400 ms on Lambda, 1769 MiB, so that a release as fast as that is rolled back. raise the limit, or serve it where it is faster';
    expect(decide({ model: measured(100, 10, 1400) }).notes).toContain(note);
    expect(decide({ model: measured(100, 10, 1400), latencyLimitMilliseconds: 1500 }).notes.join()).not.toContain(
      'bench',
    );
  });

  test('is told that it is not what was measured', () => {
    const [of, now] = ['0a', '1b'].map((byte) => `sha256:${byte.repeat(32)}`);
    const plain = measured(100, 10, 10);
    const notes = (measuredDigest: string) =>
      decide({ model: { ...plain, measuredDigest, bench: { ...plain.bench!, modelDigest: of } } }).notes;
    expect(notes(now)).toContain(
      'bench.json (measured of sha256:0a0a0a0a0a0a): the package is sha256:1b1b1b1b1b1b without it, and defaults follow from what was measured. measure it again with "inference bench"',
    );
    expect(notes(of).join()).not.toContain('bench');
  });
});
