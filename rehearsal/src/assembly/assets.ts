import type { Asset } from './assembly-reader';

/** Finds the assets of a stack. */
export interface Assets {
  /** By object key, or on Terraform by file name too; undefined where it is none of an asset of this assembly. */
  get(key: unknown): Asset | undefined;
  /** By where it would be uploaded: `s3://bucket/key` or an address of S3. */
  ofUrl(url: unknown): Asset | undefined;
  /** The folder that a container image is built from, by the name that a model gives the image. */
  image(uri: unknown): string | undefined;
}
