import { LAMBDA } from '../catalog/lambda';
import { HOOK_FILES } from '../contract/hook';
import { InferenceError } from '../errors';
import type { LoadedPackage } from '../model/load';
import type { PackageFile } from '../model/package-files';

/** Names and headers in a zip: far more than they take. */
const ZIP_OVERHEAD_BYTES = 64 * 1024;

/** Code of a function: the handler at the root, the model package under `model/`. */
export function functionFiles(handler: readonly PackageFile[], model: LoadedPackage): PackageFile[] {
  return [...handler, ...model.files.map((file) => ({ ...file, path: `model/${file.path}` }))];
}

/** Code of the function that scores a version: its bundle, and what it reads of the model package. */
export function hookFiles(bundle: readonly PackageFile[], model: LoadedPackage): PackageFile[] {
  return [...bundle, ...model.files.filter(({ path }) => HOOK_FILES.includes(path))];
}

export function handlerBytes(handler: readonly PackageFile[]): number {
  return handler.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** For an engine that sends code to Lambda with the request, rather than through S3. */
export function checkDirectUpload(engine: string, handler: readonly PackageFile[], model: LoadedPackage): void {
  const bytes = handlerBytes(handler) + model.bytes;
  if (bytes + ZIP_OVERHEAD_BYTES <= LAMBDA.MAX_DIRECT_UPLOAD_BYTES) return;
  throw new InferenceError(
    'CodeTooLargeForUpload',
    `size of model package and handler (${bytes} bytes): ${engine} uploads at most ${LAMBDA.MAX_DIRECT_UPLOAD_BYTES} bytes of code to Lambda. ` +
      `serve this model (${model.bytes} bytes) with an InferenceEndpoint, or make it smaller (quantization)`,
  );
}
