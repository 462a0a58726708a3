import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { Assets } from './assets';
import type { FunctionVersion, Layer } from './assembly-reader';
import type { StackArtifact } from './manifest';
import type { Names } from './names';

/** Where the parts of a function are looked up. */
export interface StackContents {
  readonly stack: StackArtifact;
  readonly graph: ResourceGraph;
  readonly names: Names;
  readonly assets: Assets;
}

type Block = Readonly<Record<string, unknown>>;

/** Reads what a function version would run; a text says why it cannot be run here. */
export function readFunctionVersion(
  contents: StackContents,
  version: GraphResource,
  resource: GraphResource,
  versionNumber: string,
): FunctionVersion | string {
  const { stack, names, assets } = contents;
  const { properties } = resource;
  const code = assets.get((properties.Code as Block | undefined)?.S3Key);
  if (code === undefined) return 'its code is no asset of the assembly';
  const runtime = String(properties.Runtime);
  if (!runtime.startsWith('nodejs')) return `its runtime is ${runtime}: only Node.js functions are played`;
  const handler = names.text(properties.Handler);
  const { environment, unresolved } = readEnvironment(properties, names);
  return {
    id: version.id,
    functionName: names.text(`@{${resource.id}.Ref}`),
    number: versionNumber,
    description: names.text(properties.Description ?? ''),
    code,
    layers: ((properties.Layers ?? []) as unknown[]).map((layer) => readLayer(layer, contents)),
    handler,
    runtime,
    architecture: String((properties.Architectures as unknown[] | undefined)?.[0] ?? 'x86_64'),
    memoryMib: Number(properties.MemorySize ?? 128),
    timeoutSeconds: Number(properties.Timeout ?? 3),
    region: stack.region,
    account: stack.account,
    environment,
    unresolved,
  };
}

function readLayer(layer: unknown, { graph, assets, names }: StackContents): Layer {
  const content = graph.target(layer)?.properties.Content as Block | undefined;
  const asset = assets.get(content?.S3Key);
  return asset === undefined ? { arn: describe(names.resolve(layer).value) } : { asset };
}

function readEnvironment(properties: Block, names: Names) {
  const variables = ((properties.Environment as Block | undefined)?.Variables ?? {}) as Block;
  const environment: Record<string, string> = {};
  const unresolved: string[] = [];
  for (const [name, declared] of Object.entries(variables)) {
    const { value, standIns } = names.resolve(declared);
    if (value !== null && typeof value === 'object') {
      unresolved.push(`${name} (${Object.keys(value).join(', ')}), left out`);
      continue;
    }
    if (standIns.length > 0) unresolved.push(`${name} (${standIns.join(', ')}), a stand-in`);
    environment[name] = String(value);
  }
  return { environment, unresolved };
}

function describe(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
