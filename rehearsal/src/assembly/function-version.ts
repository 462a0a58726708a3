import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { Asset, FunctionVersion, Layer } from './assembly-reader';
import { inlineCode } from './inline-code';
import type { Names } from './names';
import { releaseId } from './release-id';
import type { StackContents } from './stack-contents';

type Block = Readonly<Record<string, unknown>>;

/** Reads what a function version would run; a text says why it cannot be run here. */
export function readFunctionVersion(
  contents: StackContents,
  version: GraphResource,
  resource: GraphResource,
  versionNumber: string,
): FunctionVersion | string {
  const { stack, names } = contents;
  const { properties } = resource;
  if (isImage(properties)) return 'it runs in a container image: only functions in a zip are played';
  const runtime = names.text(properties.Runtime);
  if (properties.Runtime !== undefined && !runtime.startsWith('nodejs')) {
    return `its runtime is ${runtime}: only Node.js functions are played`;
  }
  const code = codeOf(properties.Code, contents);
  if (typeof code === 'string') return code;
  const handler = names.text(properties.Handler);
  const [memoryMib, timeoutSeconds] = [
    Number(names.text(properties.MemorySize ?? 128)),
    Number(names.text(properties.Timeout ?? 3)),
  ];
  if (!(memoryMib > 0)) return `its memory size (${names.text(properties.MemorySize)}) is not known`;
  if (!(timeoutSeconds > 0)) return `its timeout (${names.text(properties.Timeout)}) is not known`;
  const architectures = list(properties.Architectures ?? ['x86_64']);
  if (architectures.length !== 1) return `its architectures (${names.text(properties.Architectures)}) are not one`;
  const { environment, unresolved } = readEnvironment(properties, names);
  return {
    id: releaseId(contents, version, resource, code),
    functionName: names.text(`@{${resource.id}.Ref}`),
    number: versionNumber,
    description: names.text(properties.Description ?? ''),
    code,
    layers: list(properties.Layers).map((layer) => readLayer(layer, contents)),
    handler,
    runtime,
    architecture: names.text(architectures[0]),
    memoryMib,
    timeoutSeconds,
    region: stack.region,
    account: stack.account,
    environment,
    unresolved,
  };
}

function isImage({ Code, PackageType }: Block): boolean {
  return PackageType === 'Image' || (Code as Block | undefined)?.ImageUri !== undefined;
}

function readLayer(layer: unknown, contents: StackContents): Layer {
  const asset = assetOf(layerOf(layer, contents)?.properties.Content, contents);
  return asset === undefined ? { arn: contents.names.text(layer) } : { asset };
}

/** The layer that a function names, where it is declared too. */
export function layerOf(layer: unknown, { graph }: StackContents): GraphResource | undefined {
  const target = graph.target(layer);
  return target?.type === 'AWS::Lambda::LayerVersion' ? target : undefined;
}

function codeOf(code: unknown, contents: StackContents): Asset | string {
  const { ZipFile } = (code ?? {}) as { ZipFile?: unknown };
  if (ZipFile !== undefined) return inlineCode(ZipFile, contents.names);
  return assetOf(code, contents) ?? 'its code is no asset of the assembly';
}

/** The asset that `Code` of a function or `Content` of a layer names. */
function assetOf(location: unknown, { assets, names }: StackContents): Asset | undefined {
  const { S3Key, Filename } = (location ?? {}) as { S3Key?: unknown; Filename?: unknown };
  const key = S3Key ?? Filename;
  return key === undefined ? undefined : assets.get(names.text(key));
}

function readEnvironment(properties: Block, names: Names) {
  const { Variables } = (properties.Environment ?? {}) as { Variables?: unknown };
  const environment: Record<string, string> = {};
  const unresolved: string[] = [];
  for (const [name, declared] of Object.entries(Variables ?? {})) {
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

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
