import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Models } from '@inference-constructs/runtime/multi-model/models';
import { ProcessLost } from '@inference-constructs/runtime/processes/pass';

const script = join(__dirname, '..', 'support', 'fake-model-process.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'models-test-'));
afterAll(() => rmSync(scratch, { recursive: true }));

it('loses a process that hangs, with what was asked of it, and can load its model again', async () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const models = new Models(script, { everyMilliseconds: 5, withinMilliseconds: 500 });
  await models.load('a', scratch);
  const { process: hung } = models.get('a');
  process.kill(hung.pid!, 'SIGSTOP');
  const asked = hung.pass({ method: 'POST', path: '/a', headers: {}, body: Buffer.alloc(0) });
  await expect(asked).rejects.toThrow(ProcessLost);
  await hung.ended;
  await models.load('a', scratch);
  expect(models.get('a').process.pid).not.toBe(hung.pid);
  await models.close();
  expect(stderr.mock.calls.flat().join('')).toContain('"message":"the process of a model hangs and is killed"');
  stderr.mockRestore();
});
