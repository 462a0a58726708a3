/**
 * SageMaker hosting families with NVIDIA GPUs, which the CUDA provider of onnxruntime can use.
 * Source: AWS instance specifications, checked November 2026. Open set: a family that is not here counts as CPU.
 */
const GPU_FAMILIES = [
  'g4dn',
  'g5',
  'g6',
  'g6e',
  'g7',
  'g7e',
  'p2',
  'p3',
  'p3dn',
  'p4d',
  'p4de',
  'p5',
  'p5e',
  'p5en',
  'p6-b200',
  'p6-b300',
];

/** Families of Arm processors; the runtime's image must then be built for linux/arm64. */
const ARM_FAMILY = /^[a-z]+\d+g[a-z]*$/;

export interface InstanceFacts {
  readonly family: string;
  readonly device: 'cpu' | 'cuda';
  readonly architecture: 'x86_64' | 'arm64';
}

/** What the name of a SageMaker instance type tells; undefined if it is not of the form `ml.family.size`. */
export function instanceFacts(instanceType: string): InstanceFacts | undefined {
  const match = /^ml\.([a-z0-9-]+)\.([a-z0-9]+)$/.exec(instanceType);
  if (match === null) return undefined;
  const family = match[1];
  return {
    family,
    device: GPU_FAMILIES.includes(family) ? 'cuda' : 'cpu',
    architecture: ARM_FAMILY.test(family) ? 'arm64' : 'x86_64',
  };
}

/** Whether the size of an instance type is one of those that SageMaker hosts on: no family has had another one yet. */
export function hasHostingSize(instanceType: string): boolean {
  return /\.(medium|large|\d*xlarge)$/.test(instanceType);
}

/** Inf1, which shadows and deployment guardrails leave out. */
export function isInf1(instanceType: unknown): boolean {
  return String(instanceType).startsWith('ml.inf1.');
}
