import { InferenceError } from '../../errors';

/** The file ends before what it announces. */
export function truncated(file: string, bytes: number): InferenceError {
  return new InferenceError(
    'ModelFileTruncated',
    `${file} (${bytes} bytes): ends before the model in it is complete. copy or export it again`,
  );
}

/** The bytes are not those of an ONNX model. */
export function invalid(file: string, finding: string): InferenceError {
  return new InferenceError('ModelFileInvalid', `${file} (${finding}): must be an ONNX model. export it again`);
}
