/**
 * Memory of SageMaker hosting instance types in GiB, as AWS specifies the EC2 types of the same name (November 2026). An
 * open set: of a type that is not here nothing is known.
 */

/** Families whose memory follows from the size: GiB a large has, and twice that for every step up. */
const GIB_OF_LARGE: Readonly<Record<string, number>> = {
  c4: 3.75,
  ...families(4, ['c5', 'c5d', 'c6i', 'c6g', 'c6gd', 'c6gn', 'c6in', 'c7i', 'c7g', 'c8g']),
  ...families(8, ['m4', 'm5', 'm5d', 'm6i', 'm6g', 'm6gd', 'm7i', 'm8g']),
  ...families(16, ['r5', 'r5d', 'r6i', 'r6g', 'r6gd', 'r7i', 'r7gd', 'r8g']),
};

/** Larges in a size. */
const LARGES: Readonly<Record<string, number>> = { medium: 0.5, large: 1, xlarge: 2 };

/** GPU families: memory of the host by size, and of one GPU as a program sees it. */
const GPU_HOSTS: Readonly<
  Record<string, { readonly gpuGib: number; readonly hostGib: Readonly<Record<string, number>> }>
> = {
  g4dn: {
    gpuGib: 15,
    hostGib: { xlarge: 16, '2xlarge': 32, '4xlarge': 64, '8xlarge': 128, '12xlarge': 192, '16xlarge': 256 },
  },
  g5: { gpuGib: 22, hostGib: grid() },
  g6: { gpuGib: 22, hostGib: grid() },
  g6e: {
    gpuGib: 44,
    hostGib: {
      xlarge: 32,
      '2xlarge': 64,
      '4xlarge': 128,
      '8xlarge': 256,
      '12xlarge': 384,
      '16xlarge': 512,
      '24xlarge': 768,
      '48xlarge': 1536,
    },
  },
};

export interface InstanceMemory {
  readonly hostGib: number;
  /** Of one GPU, where there is one. */
  readonly gpuGib?: number;
}

/** What is known of the memory of an instance type, `ml.family.size`. */
export function instanceMemory(instanceType: string): InstanceMemory | undefined {
  const [, family = '', size = ''] = instanceType.split('.');
  const gpu = GPU_HOSTS[family];
  if (gpu !== undefined) {
    const hostGib = gpu.hostGib[size];
    return hostGib === undefined ? undefined : { hostGib, gpuGib: gpu.gpuGib };
  }
  const ofLarge = GIB_OF_LARGE[family];
  const times = /^(\d+)xlarge$/.exec(size);
  const larges = times === null ? LARGES[size] : Number(times[1]) * 2;
  return ofLarge === undefined || larges === undefined ? undefined : { hostGib: ofLarge * larges };
}

function families(gib: number, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, gib]));
}

function grid(): Record<string, number> {
  return {
    xlarge: 16,
    '2xlarge': 32,
    '4xlarge': 64,
    '8xlarge': 128,
    '12xlarge': 192,
    '16xlarge': 256,
    '24xlarge': 384,
    '48xlarge': 768,
  };
}
