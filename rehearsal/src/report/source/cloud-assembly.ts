import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate, resolveIntrinsics } from '@inference-constructs/core/out/graph/cloudformation';
import { Assets } from '../../assembly/assets';
import { withConstructPaths } from '../../assembly/construct-paths';
import { readJson } from '../../assembly/json-file';
import type { StackArtifact } from '../../assembly/manifest';
import { readStacks } from '../../assembly/manifest';
import type { SourceStack } from './source';

/** The stacks of a cloud assembly, of its stages, and those nested in them. */
export function readCloudAssembly(directory: string): SourceStack[] {
  return readStacks(directory).flatMap((stack) => {
    const assets = new Assets(stack.assetFiles);
    return withNested(stack.name, stack.templateFile, stack, assets);
  });
}

function withNested(name: string, file: string, stack: StackArtifact, assets: Assets): SourceStack[] {
  const template = readJson<Template>(file);
  const own: SourceStack = {
    name,
    region: stack.region,
    template,
    graph: withConstructPaths(graphOfTemplate(template), stack.metadata),
    asset: (property) => assetOf(property, assets),
  };
  const nested = Object.entries(template.Resources ?? {}).flatMap(([id, { Type, Properties, Metadata }]) => {
    if (Type !== 'AWS::CloudFormation::Stack') return [];
    const path = Metadata?.['aws:asset:path'];
    const beside = typeof path === 'string' ? join(dirname(file), path) : undefined;
    const found =
      beside !== undefined && existsSync(beside) ? beside : assetOf({ Code: Properties?.TemplateURL }, assets);
    return found === undefined ? [] : withNested(`${name}/${id}`, found, stack, assets);
  });
  return [own, ...nested];
}

/** The last part of a key or URL names the asset: `s3://bucket/<hash>.gz`, `{ S3Key: '<hash>.zip' }`. */
function assetOf(property: unknown, assets: Assets): string | undefined {
  const resolved = resolveIntrinsics(property);
  const texts = typeof resolved === 'object' && resolved !== null ? Object.values(resolved) : [resolved];
  for (const text of texts) {
    if (typeof text !== 'string') continue;
    const asset = assets.get(text) ?? assets.get(text.slice(text.lastIndexOf('/') + 1));
    if (asset !== undefined) return asset.path;
  }
  return undefined;
}
