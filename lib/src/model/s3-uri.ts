/** An archive, or what is below a prefix (without a slash at its end). */
export type S3Location =
  | { readonly kind: 's3-archive'; readonly bucketName: string; readonly key: string }
  | { readonly kind: 's3-prefix'; readonly bucketName: string; readonly prefix: string };

/** `s3://bucket/key.tar.gz` or `s3://bucket/prefix/`; undefined for anything else. */
export function parseS3Uri(uri: unknown): S3Location | undefined {
  const [, bucketName, rest] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/.exec(String(uri)) ?? [];
  if (bucketName === undefined || rest === undefined) return undefined;
  if (/[^/]\.tar\.gz$/.test(rest)) return { kind: 's3-archive', bucketName, key: rest };
  if (/^[^/](.*[^/])?\/$/.test(rest)) return { kind: 's3-prefix', bucketName, prefix: rest.slice(0, -1) };
  return undefined;
}
