import { Environment } from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import { pathOf } from '../../assembly/construct-path';
import type { SourceStack } from '../source/source';
import { packageInside } from './package-files';

/** A model that a function or an endpoint serves. */
export interface DeployedModelCard {
  readonly key: string;
  readonly path: string;
  readonly manifest: ModelManifest;
  readonly digest?: string;
  readonly bytes: number;
}

type Block = Readonly<Record<string, unknown>>;

/** The models whose package lies in the synthesized output; `onUnreadable` hears of the others. */
export function deployedModels(stack: SourceStack, onUnreadable: (note: string) => void): DeployedModelCard[] {
  return stack.graph.resources.flatMap((resource): DeployedModelCard[] => {
    const artefact = artefactOf(resource);
    const asset = artefact === undefined ? undefined : stack.asset(artefact.property);
    if (artefact === undefined || asset === undefined) return [];
    try {
      const found = packageInside(asset);
      if (found === undefined) return [];
      const digest = artefact.environment[Environment.MODEL_DIGEST];
      return [
        {
          key: `${stack.name}/${resource.id}`,
          path: pathOf(resource),
          manifest: parseManifest(found.manifest, `${pathOf(resource)}: model.json`),
          ...(typeof digest === 'string' ? { digest } : {}),
          bytes: found.bytes,
        },
      ];
    } catch (error) {
      const reason = error instanceof InferenceError ? error.message : 'its package cannot be read';
      onUnreadable(`model of ${pathOf(resource)}: ${reason}`);
      return [];
    }
  });
}

/** What holds the package, and the variables of what serves it. */
function artefactOf({ type, properties }: GraphResource): { property: unknown; environment: Block } | undefined {
  switch (type) {
    case 'AWS::Lambda::Function':
      return { property: properties.Code, environment: block(block(properties.Environment).Variables) };
    case 'AWS::SageMaker::Model': {
      const container = block(properties.PrimaryContainer);
      return { property: container.ModelDataUrl, environment: block(container.Environment) };
    }
    default:
      return undefined;
  }
}

function block(value: unknown): Block {
  return value !== null && typeof value === 'object' ? (value as Block) : {};
}
