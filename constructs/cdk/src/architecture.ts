import { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { Architecture as ArchitectureName } from '@inference-constructs/core/out/catalog/lambda';
import { architectureNamed } from '@inference-constructs/core/out/serving/architecture';

const ARCHITECTURES: Readonly<Record<ArchitectureName, Architecture>> = {
  x86_64: Architecture.X86_64,
  arm64: Architecture.ARM_64,
};

export function architectureOf(name: ArchitectureName): Architecture {
  return ARCHITECTURES[name];
}

export function architectureName(architecture: Architecture | undefined): ArchitectureName {
  return architectureNamed(architecture?.name, 'pass Architecture.X86_64 or Architecture.ARM_64');
}
