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

/** Lambda resolves a tag once, when it is deployed. */
export function tagNotes(tagOrDigest: string, isUnresolved: (value: unknown) => boolean): string[] {
  if (isUnresolved(tagOrDigest) || tagOrDigest.startsWith('sha256:')) return [];
  return [
    `image tag (${JSON.stringify(tagOrDigest)}): Lambda looks it up when it is deployed, and pushing another image under it deploys nothing. name the digest (sha256:…)`,
  ];
}
