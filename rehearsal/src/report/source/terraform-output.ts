import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { TerraformJson } from '@inference-constructs/core/out/graph/terraform';
import { graphOfTerraform } from '@inference-constructs/core/out/graph/terraform';
import { readJson } from '../../assembly/json-file';
import type { SourceStack } from './source';
import { templateOfGraph } from './template-of-graph';

/** Directories below which no output of ours lies. */
const SKIPPED = new Set(['assets', 'node_modules', '.terraform', '.git']);
const DEEPEST = 3;
/** Name of the stack whose files lie in the directory itself, which has another name before and after. */
const ROOT = 'root';

/** Every `.tf.json` file of an output directory. */
export function terraformFiles(directory: string, depth = 0): string[] {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return [];
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        return depth < DEEPEST && !SKIPPED.has(entry.name) ? terraformFiles(path, depth + 1) : [];
      }
      return entry.name.endsWith('.tf.json') ? [path] : [];
    });
}

type Output = TerraformJson & { readonly provider?: { readonly aws?: readonly { readonly region?: unknown }[] } };

/** A stack is a folder: Terraform reads all files of one together. */
export function readTerraformOutput(directory: string): SourceStack[] {
  const folders = new Map<string, string[]>();
  for (const file of terraformFiles(directory)) {
    folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  }
  return [...folders].map(([folder, files]) => {
    const parts = files.map((file) => readJson<Output>(file));
    const graph = graphOfTerraform({ resource: parts.map(({ resource }) => resource ?? {}) });
    const region = parts.map(({ provider }) => [provider?.aws].flat()[0]?.region).find((one) => one !== undefined);
    return {
      name: relative(directory, folder) === '' ? ROOT : basename(folder),
      ...(typeof region === 'string' && !region.includes('${') ? { region } : {}),
      template: templateOfGraph(graph),
      graph,
      asset: (property) => assetOf(property, graph, folder),
    };
  });
}

/** A path in the output, or an S3 object whose source is one. */
function assetOf(property: unknown, graph: ResourceGraph, folder: string): string | undefined {
  const texts = typeof property === 'object' && property !== null ? Object.values(property) : [property];
  for (const text of texts) {
    if (typeof text !== 'string') continue;
    const sources = referencesIn(text).map(({ id }) => graph.get(id)?.properties.Source);
    for (const path of [text, ...sources]) {
      if (typeof path !== 'string' || path === '' || path.includes('{')) continue;
      const file = join(folder, path);
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}
