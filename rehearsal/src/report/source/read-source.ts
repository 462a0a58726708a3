import { resolve } from 'node:path';
import { readCloudAssembly } from '../../assembly/cloudformation/cloud-assembly';
import { readJson } from '../../assembly/json-file';
import type { StackContents } from '../../assembly/stack-contents';
import { engineOf } from '../../assembly/synthesized-output-reader';
import { readTerraform } from '../../assembly/terraform/terraform-project';
import type { Source, SourceStack } from './source';
import { templateOfGraph } from './template-of-graph';

/** Versions have no number here: nothing is played. */
const NO_VERSION = '1';

/** Reads the output of `cdk synth` or `cdktf synth`, or a folder with Terraform JSON. */
export function readSource(directory: string): Source {
  const path = resolve(directory);
  const engine = engineOf(path);
  const { stacks } = (engine === 'cloudformation' ? readCloudAssembly : readTerraform)(path, NO_VERSION);
  return { engine, directory: path, stacks: stacks.map(sourceStack) };
}

function sourceStack(contents: StackContents): SourceStack {
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
