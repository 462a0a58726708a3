import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { readJson } from '../json-file';
import type { StackArtifact } from '../stack-contents';
import { account, region } from '../unknown-environment';
import type { StackMetadata } from './construct-paths';
import { readStackMetadata } from './construct-paths';

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly metadata?: StackMetadata;
  readonly additionalMetadataFile?: string;
}

/** The stacks of a cloud assembly and of the assemblies (stages) inside it, without those nested in a template. */
export function readStackArtifacts(directory: string): StackArtifact[] {
  const file = join(directory, 'manifest.json');
  if (!existsSync(file)) {
    throw new InferenceError(
      'AssemblyMissing',
      `${directory} (no manifest.json): must be a cloud assembly. run "cdk synth --output ${directory}"`,
    );
  }
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(file);
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    switch (artifact.type) {
      case 'aws:cloudformation:stack':
        return [readStack(directory, id, artifact, artifacts)];
      case 'cdk:cloud-assembly':
        return readStackArtifacts(join(directory, String(artifact.properties?.directoryName)));
      default:
        return [];
    }
  });
}

function readStack(
  directory: string,
  id: string,
  { environment = '', properties = {}, dependencies = [], metadata, additionalMetadataFile }: Artifact,
  artifacts: Readonly<Record<string, Artifact>>,
): StackArtifact {
  const [ofAccount, ofRegion] = environment.replace('aws://', '').split('/');
  const [knownAccount, knownRegion] = [account(known(ofAccount)), region(known(ofRegion))];
  return {
    id: id.replace(/[.{}]/g, '-'),
    engine: 'cloudformation',
    name: String(properties.stackName ?? id),
    account: knownAccount.value,
    region: knownRegion.value,
    standIns: [...knownAccount.standIns, ...knownRegion.standIns],
    directory,
    templateFile: join(directory, String(properties.templateFile)),
    assetFiles: dependencies.flatMap((name) => {
      const artifact = artifacts[name];
      return artifact?.type === 'cdk:asset-manifest' ? [join(directory, String(artifact.properties?.file))] : [];
    }),
    dependsOn: dependencies.filter((name) => artifacts[name]?.type === 'aws:cloudformation:stack'),
    metadata: readStackMetadata(
      metadata,
      additionalMetadataFile === undefined ? undefined : join(directory, additionalMetadataFile),
    ),
  };
}

function known(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value.startsWith('unknown-') ? undefined : value;
}
