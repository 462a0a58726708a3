import { InferenceError } from '../errors';

/** SageMaker: characters of the name of an image. */
const MAX_CHARACTERS = 255;

/** A pseudo parameter is none. */
const REGION = /^[a-z0-9-]+$/;

/** Why SageMaker would refuse the name of an image. */
export function imageFault(image: string): string | undefined {
  if (image.length > MAX_CHARACTERS) {
    return `image (${image.length} characters): at most ${MAX_CHARACTERS}. give its repository a shorter name`;
  }
  if (!/\s/.test(image)) return undefined;
  return `image (${JSON.stringify(image)}): must have no blanks. write registry/repository@digest`;
}

/** Refuses an image that SageMaker would not pull: its name, and a region that is not that of the endpoint. */
export function checkContainerImage(
  { image, region }: { readonly image: string; readonly region: string },
  isUnresolved: (value: unknown) => boolean,
): void {
  if (isUnresolved(image)) return;
  const fault = imageFault(image);
  if (fault !== undefined) throw new InferenceError('ImageInvalid', fault);
  const registry = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\./.exec(image)?.[1];
  if (registry === undefined || isUnresolved(region) || !REGION.test(region) || registry === region) return;
  throw new InferenceError(
    'ImageOfAnotherRegion',
    `image (${JSON.stringify(image)}): must be in ${region}, where the endpoint is. replicate its repository to ${region}`,
  );
}

/** Which service looks up a tag, and when. */
const LOOKED_UP = {
  Lambda: 'Lambda looks it up when it is deployed',
  SageMaker: 'SageMaker looks it up when the model is created',
} as const;

/** The CDK tags an asset with the hash of what is in it, and pushes nothing else under that. */
const CONTENT = /^[0-9a-f]{64}$/;

/** A tag is resolved once. */
export function tagNotes(
  service: keyof typeof LOOKED_UP,
  tagOrDigest: string,
  isUnresolved: (value: unknown) => boolean,
): string[] {
  if (isUnresolved(tagOrDigest) || tagOrDigest.startsWith('sha256:') || CONTENT.test(tagOrDigest)) return [];
  return [
    `image tag (${JSON.stringify(tagOrDigest)}): ${LOOKED_UP[service]}, and pushing another image under it deploys nothing. name the digest (sha256:…)`,
  ];
}

/** What is pulled where a URI has neither tag nor digest. */
const DEFAULT_TAG = 'latest';

/** The same of an image by its URI, as far as that is known. */
export function uriNotes(
  service: keyof typeof LOOKED_UP,
  uri: string,
  isUnresolved: (value: unknown) => boolean,
): string[] {
  if (isUnresolved(uri) || uri.includes('@')) return [];
  const tag = /:([^:@/]+)$/.exec(uri)?.[1] ?? DEFAULT_TAG;
  return tagNotes(service, tag, isUnresolved);
}
