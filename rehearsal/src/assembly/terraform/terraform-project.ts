import { graphOfTerraform } from '@inference-constructs/core/out/graph/terraform';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { NotPlayed } from '../assembly-reader';
import { inDeploymentOrder } from '../deployment-order';
import type { GivenModels } from '../given-models';
import { withModels } from '../given-models';
import { LinkedGraph } from '../linked-graph';
import { Names } from '../names';
import { qualified } from '../qualified';
import type { StackArtifact, StackContents } from '../stack-contents';
import { account, region } from '../unknown-environment';
import { labelled } from './blocks';
import { withoutCounted } from './counted';
import { FileAssets } from './file-assets';
import type { TerraformFolder } from './files';
import { filesLeft, findFolders, readFolder } from './files';
import { finishTerraform } from './finish';
import { ModuleScope } from './module-scope';
import { readReferences } from '@inference-constructs/core/out/graph/terraform/references';

type Block = Readonly<Record<string, unknown>>;

interface Folder {
  readonly artifact: StackArtifact;
  readonly content: Readonly<Record<string, readonly unknown[]>>;
  readonly scope: ModuleScope;
  readonly resources: readonly GraphResource[];
}

/** Reads every folder of Terraform JSON, each knowing the others. */
export function readTerraform(directory: string, versionNumber: string, models: GivenModels = new Map()) {
  const folders = new Map<string, Folder>();
  const contents = new Map<string, StackContents>();
  const left: NotPlayed[] = [];
  for (const folder of findFolders(directory)) {
    const content = readFolder(folder);
    const artifact = artifactOf(folder, content);
    const scope = new ModuleScope(artifact, content, (settings, output) => remoteOutput(settings, output));
    folders.set(artifact.id, { artifact, content, scope, resources: [] });
    left.push(...unread(folder, content));
  }
  for (const [id, folder] of folders) {
    const { json, notPlayed } = withoutCounted(folder.content.resource ?? [], folder.scope);
    const graph = graphOfTerraform({ resource: folder.scope.evaluate(json) });
    folders.set(id, { ...folder, resources: graph.resources });
    left.push(...notPlayed);
  }
  for (const { id } of inDeploymentOrder([...folders.values()].map(({ artifact }) => artifact))) {
    contents.set(id, read(folders.get(id)!));
  }
  return { stacks: [...contents.values()], left };

  /** CDKTF names the state after the stack. */
  function remoteOutput(settings: Block, output: string): unknown {
    const text = JSON.stringify(settings.config ?? {});
    const other = [...folders.values()].find(
      ({ artifact }) => text.includes(`terraform.${artifact.name}.tfstate`) || text.includes(`"${artifact.name}"`),
    );
    const value = other?.scope.output(output);
    return other === undefined || value === undefined ? undefined : qualified(readReferences(value), other.artifact.id);
  }

  function read({ artifact, resources, scope }: Folder): StackContents {
    const graph = new LinkedGraph(resources, (id) => contents.get(id)?.graph);
    const links = { names: (id: string) => contents.get(id)?.names };
    const names: Names = new Names(
      artifact,
      graph,
      versionNumber,
      links,
      finishTerraform(scope, artifact.account, (value) => names.resolve(value)),
    );
    const assets = withModels(new FileAssets(artifact.directory, () => uploads(graph, names)), models);
    const other = (id: string): StackContents | undefined => contents.get(id);
    return { stack: artifact, graph, names, assets, isKnown: (id) => id.startsWith('AWS::'), other };
  }
}

function artifactOf({ name, directory, files, dependsOn }: TerraformFolder, content: Folder['content']): StackArtifact {
  const providers = labelled(content.provider).filter(([label]) => label === 'aws') as [string, Block][];
  const main = (providers.find(([, { alias }]) => alias === undefined) ?? providers[0])?.[1];
  const declared = new ModuleScope({ account: '', region: '' }, content, () => undefined).evaluate(main?.region);
  const known = typeof declared === 'string' && !declared.includes('${') ? declared : undefined;
  const allowed = [main?.allowed_account_ids ?? []].flat();
  const place = { account: account(allowed.length === 1 ? String(allowed[0]) : undefined), region: region(known) };
  return {
    id: name,
    engine: 'terraform',
    name,
    account: place.account.value,
    region: place.region.value,
    standIns: [...place.account.standIns, ...place.region.standIns],
    directory,
    templateFile: files[0],
    assetFiles: [],
    dependsOn,
    metadata: {},
  };
}

/** Parts of a folder that are not read. */
function unread(folder: TerraformFolder, content: Folder['content']): NotPlayed[] {
  const modules = labelled(content.module).map(([name]) => ({
    path: `module.${name}`,
    type: 'terraform:module',
    reason: 'modules are not read',
  }));
  const files = filesLeft(folder).map((name) => ({
    path: name,
    type: 'terraform:file',
    reason: 'only files of the JSON syntax are read, and none that override others',
  }));
  return [...modules, ...files];
}

function uploads(graph: LinkedGraph, names: Names) {
  return graph.ofType('terraform:aws_s3_object').map(({ properties: { Bucket, Key, Source } }) => ({
    bucket: names.text(Bucket),
    key: names.text(Key),
    source: names.text(Source),
  }));
}
