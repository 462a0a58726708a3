import { InferenceError } from '../errors';

/** What a base image of Lambda starts: the Dockerfile of the runtime names it in CMD, and a zip in `Handler`. */
export const HANDLER = 'index.handler';

interface ImageSpec {
  readonly isImage?: boolean;
  readonly layerArn?: string;
}

/** Lambda takes layers with a zip only. */
export function checkImage({ isImage = false, layerArn }: ImageSpec): void {
  if (!isImage || layerArn === undefined) return;
  throw new InferenceError(
    'LayerWithImage',
    'onnxruntime layer (given): not with an image, which has onnxruntime in it. leave out the layer or the image',
  );
}
