import * as path from 'node:path';
import type { PinnedModel } from './lock-file';
import type { RemoteFiles } from './remote-package';
import { parseS3Uri } from './s3-uri';

/** Where the files of a pinned package are; `folder` is that of the lock. */
export function filesOfPin(
  { source, digest }: PinnedModel,
  folder: string,
): { readonly directory: string; readonly remote?: RemoteFiles } {
  if ('directory' in source) return { directory: path.join(folder, source.directory) };
  const location = parseS3Uri(source.s3);
  if (location === undefined) throw new Error(`${source.s3} is no place in Amazon S3`);
  const manifestFile = path.join(folder, source.manifest);
  return {
    directory: path.dirname(manifestFile),
    remote: {
      source: { ...location, bucketAccount: source.account, kmsKeyArn: source.kmsKey },
      digest,
      manifestFile,
    },
  };
}
