import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine, Tensors } from '@inference-constructs/runtime/engine/engine';
import { place } from '@inference-constructs/runtime/engine/placement';
import { isTimedBy } from '@inference-constructs/runtime/engine/worker-placement';
import { matMulModel } from '../support/mat-mul-model';

const scratch = mkdtempSync(join(tmpdir(), 'worker-placement-'));
afterAll(() => rmSync(scratch, { recursive: true }));

it.each([
  ['of a heavy model', { threads: 1, computing: 58, waits: 0 }, true],
  ['of one whose batches may be tried', { threads: 1, computing: 50, waits: 0 }, false],
  ['by several threads', { threads: 2, computing: 58, waits: 0 }, false],
  [
    'that read its weights from the disk: a quick model looked sixteen times as slow',
    { threads: 1, computing: 220, waits: 9 },
    false,
  ],
])('the first run tells how long the next takes, or not: one %s', (_, first, isEnough) => {
  expect(isTimedBy(first)).toBe(isEnough);
});

describe('a model in worker threads', () => {
  /** Too large to be tried in process. */
  const SIZE = 1500;
  const modelFile = join(scratch, 'model.onnx');
  beforeAll(() => writeFileSync(modelFile, matMulModel(SIZE)));
  const tensor = (name: string, rows: string) => ({ name, type: 'float32', shape: [rows, SIZE] }) as const;
  const first = { x: { type: 'float32', dims: [1, SIZE], data: new Float32Array(SIZE) } } as const;

  /** What a run takes on one thread, in any case and for each row, and how many times sooner two threads have it. */
  interface Pace {
    readonly fixed: number;
    readonly perRow: number;
    readonly gain: number;
  }

  async function placed({ fixed, perRow, gain }: Pace, rows = 'batch', mostThreads = 2) {
    let open = 0;
    const startWorker = ({ threads }: { threads: number }): Promise<Engine> => {
      if (threads > mostThreads) {
        return Promise.reject(new Error('no memory'));
      }
      open++;
      const run = ({ x }: Tensors) => {
        const milliseconds = (fixed + perRow * x.dims[0]) / (threads === 2 ? gain : 1);
        return Promise.resolve({ outputs: { y: { ...x } }, milliseconds });
      };
      return Promise.resolve({ run, close: () => Promise.resolve(void open--) });
    };
    const { queue, report } = await place({
      session: {
        modelFile,
        signature: { inputs: [tensor('x', rows)], outputs: [tensor('y', 'batch')] },
        threads: 2,
        device: 'cpu',
      },
      rows: { first, all: () => [first] },
      startWorker,
      baked: () => Promise.resolve(modelFile),
      isAlone: () => true,
      maxWaitMilliseconds: 1000,
    });
    const { workers, threads } = report;
    const said = { workers, threads, open };
    await queue.close();
    expect(open).toBe(0);
    return said;
  }
  const together = { workers: 1, threads: 2, open: 1 };
  const apart = { workers: 2, threads: 1, open: 2 };

  it.each([
    ['has all threads where a batch is through sooner than its parts', { fixed: 14, perRow: 0.6, gain: 1.8 }, together],
    ['runs beside itself where rows are what takes long', { fixed: 8, perRow: 4, gain: 1.8 }, apart],
    ['runs beside itself where threads gain nothing', { fixed: 14, perRow: 0.6, gain: 1 }, apart],
    ['runs beside itself where it is quick', { fixed: 1.4, perRow: 0.1, gain: 1.8 }, apart],
    ['runs beside itself where a row gains nothing by a batch', { fixed: 0.1, perRow: 14, gain: 1.8 }, apart],
  ])('%s', async (_, pace, expected) => {
    expect(await placed(pace)).toEqual(expected);
  });

  it('runs beside itself where a worker with all threads does not start, and says so', async () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await placed({ fixed: 14, perRow: 0.6, gain: 1.8 }, 'batch', 1)).toEqual(apart);
    expect(stderr.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown)).toMatchObject([
      { level: 'error', message: 'no worker with all threads can be tried', reason: 'no memory' },
    ]);
    stderr.mockRestore();
  });

  it('runs beside itself where requests may not go together', async () => {
    expect(await placed({ fixed: 14, perRow: 0.6, gain: 1.8 }, 'rows')).toEqual(apart);
  });
});
