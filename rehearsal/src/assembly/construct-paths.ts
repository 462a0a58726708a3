import { existsSync } from 'node:fs';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { readJson } from './json-file';

/** Construct path → what the app recorded there, as an assembly keeps it beside the template. */
export type StackMetadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

export function readStackMetadata(inline: StackMetadata | undefined, file: string | undefined): StackMetadata {
  return { ...(file !== undefined && existsSync(file) ? readJson<StackMetadata>(file) : {}), ...inline };
}

/** Gives resources the construct paths that the template itself only has if the app asked for them. */
export function withConstructPaths(graph: ResourceGraph, metadata: StackMetadata): ResourceGraph {
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) {
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') paths.set(data, path.replace(/^\//, ''));
    }
  }
  const named = (resource: GraphResource): GraphResource =>
    resource.path === resource.id ? { ...resource, path: paths.get(resource.id) ?? resource.id } : resource;
  return new ResourceGraph(graph.resources.map(named));
}
