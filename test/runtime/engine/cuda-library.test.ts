import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingCudaLibrary } from '@inference-constructs/runtime/engine/cuda-library';
import { libraryDirectory } from '@inference-constructs/runtime/engine/onnxruntime';

const SHARED = 'libonnxruntime_providers_shared.so';
const CUDA = 'libonnxruntime_providers_cuda.so';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cuda-library-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A library that can be loaded, and is no addon. */
const put = (name: string): void => cpSync(join(libraryDirectory(), 'libonnxruntime.so.1'), join(directory, name));

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux.each<[string, () => void, string | undefined]>([
  ['the first', () => undefined, `…/${SHARED}: cannot open shared object file: No such file or directory`],
  ['the second', () => put(SHARED), `…/${CUDA}: cannot open shared object file: No such file or directory`],
  ['none', () => [SHARED, CUDA].forEach(put), undefined],
  [
    'one that is no library',
    () => {
      put(SHARED);
      writeFileSync(join(directory, CUDA), 'x');
    },
    `…/${CUDA}: file too short`,
  ],
])('says that %s of the libraries for CUDA is missing', (_, prepare, missing) => {
  prepare();
  expect(missingCudaLibrary(directory)?.replaceAll(directory, '…')).toBe(missing);
});
