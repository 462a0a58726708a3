import { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { Architecture as ArchitectureName } from '@inference-constructs/core/out/catalog/lambda';
import { InferenceError } from '@inference-constructs/core/out/errors';

const ARCHITECTURES: Readonly<Record<ArchitectureName, Architecture>> = {
  x86_64: Architecture.X86_64,
  arm64: Architecture.ARM_64,
};

export function architectureOf(name: ArchitectureName): Architecture {
  return ARCHITECTURES[name];
}

export function architectureName(architecture: Architecture | undefined): ArchitectureName | undefined {
  if (architecture === undefined) return undefined;
  const { name } = architecture;
  if (name === 'x86_64' || name === 'arm64') return name;
  throw new InferenceError(
    'ArchitectureUnknown',
    `architecture (${JSON.stringify(name)}): x86_64 or arm64. pass Architecture.X86_64 or Architecture.ARM_64`,
  );
}
