import { resolve } from 'node:path';
import type { Assembly } from '../../assembly/assembly-reader';
import type { GivenModels } from '../../assembly/given-models';
import { readJson } from '../../assembly/json-file';
import type { StackContents } from '../../assembly/stack-contents';
import { SynthesizedOutputReader } from '../../assembly/synthesized-output-reader';
import type { Source, SourceStack } from './source';
import { templateOfGraph } from './template-of-graph';

/**
 * Reads the output of `cdk synth` or `cdktf synth`, or a folder with Terraform JSON.
 * @param versionNumber the number its function versions are to get
 * @param models what stands in for model data that the app does not upload
 */
export function readSource(directory: string, versionNumber: string, models?: GivenModels): Source {
  const assembly = new SynthesizedOutputReader().read(directory, versionNumber, models);
  const { engine, stacks } = assembly;
  return {
    engine,
    directory: resolve(directory),
    stacks: stacks.map((contents) => sourceStack(contents, assembly)),
    assembly,
  };
}

function sourceStack(contents: StackContents, { endpoints }: Assembly): SourceStack {
  const { stack, graph } = contents;
  return {
    name: stack.id,
    // What stands in for a region nobody named says nothing.
    ...(stack.standIns.some((what) => what.startsWith('region ')) ? {} : { region: stack.region }),
    template:
      stack.engine === 'cloudformation'
        ? readJson<SourceStack['template']>(stack.templateFile)
        : templateOfGraph(graph),
    graph,
    endpoints: endpoints.filter((endpoint) => endpoint.stack === contents),
    asset: (property) => assetOf(property, contents),
  };
}

/** A property that names a file or an object by parts (`S3Key`, `Filename`), or by where it is uploaded. */
function assetOf(property: unknown, { assets, names }: StackContents): string | undefined {
  const { value } = names.resolve(property);
  if (typeof value === 'string') return assets.ofUrl(value)?.path;
  if (value === null || typeof value !== 'object') return undefined;
  return Object.values(value)
    .map((part) => assets.get(part)?.path)
    .find((path) => path !== undefined);
}
