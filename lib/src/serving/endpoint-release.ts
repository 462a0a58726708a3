import { createHash } from 'node:crypto';

interface Release {
  readonly model: { readonly digest: string };
  readonly image: string;
  readonly imageRepositoryArn: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly instanceType?: string;
  /** What else makes it another release. */
  readonly also?: readonly unknown[];
  /** A value as stable text, tokens resolved. Default: its JSON. */
  readonly textOf?: (value: unknown) => string;
}

/** What tells one release from another: whatever makes it answer differently. */
export function releaseOf(release: Release): string {
  const {
    model,
    image,
    imageRepositoryArn,
    environment = {},
    instanceType,
    also = [],
    textOf = JSON.stringify,
  } = release;
  const parts = [model.digest, image, imageRepositoryArn, environment, instanceType, ...also].map((part) =>
    textOf(part),
  );
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}
