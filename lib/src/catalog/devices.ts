import { instanceFacts } from './instances';

/** One GPU on the small sizes, four or eight on the large ones. */
const ONE_TO_EIGHT = { '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 } as const;

/**
 * NVIDIA GPUs of an instance; of a size that is not named, one. Source: AWS instance specifications, checked November
 * 2026.
 */
const GPUS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  g4dn: { '12xlarge': 4, '16xlarge': 1 },
  g5: ONE_TO_EIGHT,
  g6: ONE_TO_EIGHT,
  g6e: ONE_TO_EIGHT,
  g7e: { '12xlarge': 2, '24xlarge': 4, '48xlarge': 8 },
  p2: { '8xlarge': 8, '16xlarge': 16 },
  p3: { '8xlarge': 4, '16xlarge': 8 },
  p3dn: { '24xlarge': 8 },
  p4d: { '24xlarge': 8 },
  p4de: { '24xlarge': 8 },
  p5: { '48xlarge': 8 },
  p5e: { '48xlarge': 8 },
  p5en: { '48xlarge': 8 },
  'p6-b200': { '48xlarge': 8 },
  'p6-b300': { '48xlarge': 8 },
};

/** Where the processors of an instance do not follow from the name of its size. */
const PROCESSORS: Readonly<Record<string, number>> = {
  't2.medium': 2,
  't2.large': 2,
  't2.xlarge': 4,
  't2.2xlarge': 8,
  'c4.8xlarge': 36,
};

/** NVIDIA GPUs of an instance type; undefined of a family or a form that is not known, and 0 where there is none. */
export function gpusOf(instanceType: string): number | undefined {
  const facts = instanceFacts(instanceType);
  if (facts === undefined) return undefined;
  const family = Object.hasOwn(GPUS, facts.family) ? GPUS[facts.family] : undefined;
  if (family === undefined) return facts.device === 'cpu' ? 0 : undefined;
  return family[sizeOf(instanceType)] ?? 1;
}

/** Virtual processors of an instance type; undefined where its size does not tell. */
export function processorsOf(instanceType: string): number | undefined {
  const facts = instanceFacts(instanceType);
  if (facts === undefined) return undefined;
  const size = sizeOf(instanceType);
  const known = PROCESSORS[`${facts.family}.${size}`];
  if (known !== undefined) return known;
  if (size === 'medium') return 1;
  if (size === 'large') return 2;
  const times = /^(\d*)xlarge$/.exec(size);
  return times === null ? undefined : 4 * Number(times[1] === '' ? 1 : times[1]);
}

function sizeOf(instanceType: string): string {
  return instanceType.slice(instanceType.lastIndexOf('.') + 1);
}
