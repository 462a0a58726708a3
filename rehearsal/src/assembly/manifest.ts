import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { StackMetadata } from './construct-paths';
import { readStackMetadata } from './construct-paths';
import { readJson } from './json-file';

/** A stack of a cloud assembly. */
export interface StackArtifact {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly templateFile: string;
  /** Asset manifests the stack depends on. */
  readonly assetFiles: readonly string[];
  readonly metadata: StackMetadata;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly metadata?: StackMetadata;
  readonly additionalMetadataFile?: string;
}

const UNKNOWN_ACCOUNT = '123456789012';
const UNKNOWN_REGION = 'us-east-1';

/** The stacks of a cloud assembly and of the assemblies (stages) inside it. */
export function readStacks(directory: string): StackArtifact[] {
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
        return readStacks(join(directory, String(artifact.properties?.directoryName)));
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
  const [account, region] = environment.replace('aws://', '').split('/');
  return {
    name: String(properties.stackName ?? id),
    account: known(account, UNKNOWN_ACCOUNT),
    region: known(region, UNKNOWN_REGION),
    templateFile: join(directory, String(properties.templateFile)),
    assetFiles: dependencies.flatMap((name) => {
      const artifact = artifacts[name];
      return artifact?.type === 'cdk:asset-manifest' ? [join(directory, String(artifact.properties?.file))] : [];
    }),
    metadata: readStackMetadata(
      metadata,
      additionalMetadataFile === undefined ? undefined : join(directory, additionalMetadataFile),
    ),
  };
}

function known(value: string | undefined, otherwise: string): string {
  return value === undefined || value === '' || value.startsWith('unknown-') ? otherwise : value;
}
