/** What a service takes as environment of a container or function. */
interface EnvironmentLimits {
  /** How messages call it. */
  readonly service: string;
  readonly name: RegExp;
  /** What a name is, in words. */
  readonly nameIs: string;
  /** Of a name, and of a value; none but the total. */
  readonly bytesEach?: number;
  readonly entries?: number;
  /** Of names and values together. */
  readonly bytes: number;
  /** Where what does not fit can go. */
  readonly remedy: string;
}

export const ENVIRONMENT_LIMITS = {
  /** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html */
  sagemaker: {
    service: 'SageMaker',
    name: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
    nameIs: 'letters, digits and underscores, not beginning with a digit',
    bytesEach: 1024,
    entries: 100,
    bytes: 32 * 1024,
    remedy: 'put it into a file of the model package, or into Parameter Store',
  },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html, and gettingstarted-limits.html of its guide. */
  lambda: {
    service: 'Lambda',
    name: /^[a-zA-Z][a-zA-Z0-9_]+$/,
    nameIs: 'a letter, and then letters, digits and underscores, two at least',
    bytes: 4096,
    remedy: 'put it into a file of the model package, or into Parameter Store',
  },
} as const satisfies Readonly<Record<string, EnvironmentLimits>>;

export type EnvironmentService = keyof typeof ENVIRONMENT_LIMITS;

/** What a service would refuse of an environment. */
export interface EnvironmentFault {
  readonly code: 'EnvironmentNameInvalid' | 'EnvironmentTooLarge';
  /** The value, the limit and the remedy. */
  readonly message: string;
}

/** The faults of the environments of one model or function, whoever wrote them. What is not known counts as empty. */
export function environmentFaults(
  environments: readonly Readonly<Record<string, unknown>>[],
  service: EnvironmentService,
  isUnresolved: (value: unknown) => boolean,
): EnvironmentFault[] {
  const limits: EnvironmentLimits = ENVIRONMENT_LIMITS[service];
  const known = (value: unknown) => (isUnresolved(value) || value === null ? '' : String(value));
  const variables = environments.flatMap((each) => Object.entries(each).map(([name, value]) => [name, known(value)]));
  const named = variables.filter(([name]) => !isUnresolved(name));
  const total = named.reduce((sum, [name, value]) => sum + bytesOf(name) + bytesOf(value), 0);
  return [
    ...named.flatMap(([name, value]) => variableFaults(name, value, limits)),
    ...environments.flatMap((each) => countFaults(Object.keys(each).length, limits)),
    ...(total <= limits.bytes
      ? []
      : [tooLarge(`environment (${total} bytes of names and values)`, `${limits.bytes} on ${limits.service}`, limits)]),
  ];
}

function variableFaults(name: string, value: string, limits: EnvironmentLimits): EnvironmentFault[] {
  const { bytesEach = Infinity, service } = limits;
  const called = `environment variable ${name.slice(0, 64)}`;
  const most = `${bytesEach} bytes on ${service}`;
  return [
    ...(limits.name.test(name) ? [] : [invalid(name, limits)]),
    ...(bytesOf(name) <= bytesEach ? [] : [tooLarge(`${called} (name of ${bytesOf(name)} bytes)`, most, limits)]),
    ...(bytesOf(value) <= bytesEach ? [] : [tooLarge(`${called} (${bytesOf(value)} bytes)`, most, limits)]),
  ];
}

function countFaults(count: number, limits: EnvironmentLimits): EnvironmentFault[] {
  if (limits.entries === undefined || count <= limits.entries) return [];
  return [tooLarge(`environment (${count} variables)`, `${limits.entries} on ${limits.service}`, limits)];
}

function invalid(name: string, { nameIs, service }: EnvironmentLimits): EnvironmentFault {
  return {
    code: 'EnvironmentNameInvalid',
    message: `environment variable (${JSON.stringify(name)}): ${nameIs} on ${service}. write for example "LOG_LEVEL"`,
  };
}

function tooLarge(what: string, most: string, { remedy }: EnvironmentLimits): EnvironmentFault {
  return { code: 'EnvironmentTooLarge', message: `${what}: at most ${most}. ${remedy}` };
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
