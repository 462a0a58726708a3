import { createHash } from 'node:crypto';
import type { EndpointSpec } from './endpoint';

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

/** What else tells releases apart, beside what every endpoint has. */
export function differences(spec: Partial<EndpointSpec>): unknown[] {
  const { variants = [], shadow, network, networkIsolation, instancePools, inferenceAmiVersion } = spec;
  return [
    ...variants.map(({ name, model, instanceType = '' }) => [name, model.digest, instanceType]),
    ...(shadow === undefined ? [] : [['shadow', shadow.name ?? '', shadow.model.digest, shadow.instanceType ?? '']]),
    ...(network === undefined ? [] : [network]),
    ...(networkIsolation === undefined ? [] : [networkIsolation]),
    ...(instancePools === undefined ? [] : [instancePools.map((pool) => pool.instanceType)]),
    ...(inferenceAmiVersion === undefined ? [] : [inferenceAmiVersion]),
  ];
}
