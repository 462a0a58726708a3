import { existsSync } from 'node:fs';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { readJson } from '../json-file';

/** Construct path → what the app recorded there, as an assembly keeps it beside the template. */
export type StackMetadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

export function readStackMetadata(inline: StackMetadata | undefined, file: string | undefined): StackMetadata {
  return { ...(file !== undefined && existsSync(file) ? readJson<StackMetadata>(file) : {}), ...inline };
}

/** Gives resources the construct paths that the template itself only has if the app asked for them. */
export function withConstructPaths(resources: readonly GraphResource[], metadata: StackMetadata): GraphResource[] {
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) {
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') paths.set(data, path.replace(/^\//, ''));
    }
  }
  return resources.map((resource) =>
    resource.path === resource.id ? { ...resource, path: paths.get(resource.id) ?? resource.id } : resource,
  );
}

/** What was recorded of a nested stack: it is beside its parent's template. Resource: `App/Inner.NestedStack/…`. */
export function nestedMetadata(metadata: StackMetadata, path: string): StackMetadata {
  const construct = /^(.*)\.NestedStack\//.exec(path)?.[1];
  if (construct === undefined) return {};
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => key.startsWith(`/${construct}/`)));
}

/** What was recorded of a stack itself, without what is in its nested stacks: logical ids may be the same there. */
export function ownMetadata(metadata: StackMetadata): StackMetadata {
  const nested = Object.keys(metadata).flatMap((key) => /^(.*)\.NestedStack\//.exec(key)?.[1] ?? []);
  return Object.fromEntries(
    Object.entries(metadata).filter(([key]) => !nested.some((construct) => key.startsWith(`${construct}/`))),
  );
}
