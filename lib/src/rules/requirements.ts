/**
 * Something that has to be checked before a deployment, numbered as in the catalogue of limits and behaviour that the rules
 * were written from.
 */
export interface Requirement {
  /** `R1` to `R56`. */
  readonly id: string;
  /** What has to hold. */
  readonly what: string;
  /** Ids of the rules that hold it. */
  readonly rules?: readonly string[];
  /** Where else it is held, what a rule cannot tell, or why there is none. */
  readonly beside?: string;
}

const BATCH = 'out of scope: batch transform, which no construct declares yet';
const STREAMS = 'out of scope: streams, which no construct reads yet';

/** Every requirement, and what holds it. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'R1',
    what: 'instance types are of the hosting list',
    rules: ['instance-type-invalid', 'instance-size-unknown'],
    beside:
      'the list itself is with the validation of aws-cdk-lib and with the Terraform provider: a copy here would refuse new types',
  },
  {
    id: 'R2',
    what: 'a variant runs on one of instances, serverless and pools',
    rules: ['variant-without-one-compute-kind'],
  },
  { id: 'R3', what: 'serverless memory comes in steps of a gibibyte', rules: ['serverless-memory-invalid'] },
  {
    id: 'R4',
    what: 'provisioned concurrency is at most the maximum',
    rules: ['serverless-provisioned-above-maximum', 'provisioned-above-concurrency'],
  },
  { id: 'R5', what: 'what serverless inference excludes', rules: ['serverless-unsupported', 'shadow-unsupported'] },
  { id: 'R6', what: 'no volume beside disks of the instance', rules: ['volume-on-local-storage'] },
  {
    id: 'R7',
    what: 'no key for a volume beside disks of the instance',
    rules: ['volume-key-on-local-storage'],
    beside: 'of batch transform out of scope',
  },
  { id: 'R8', what: 'names of variants are unique, and well formed', rules: ['variant-name-invalid'] },
  { id: 'R9', what: 'a shadow stands beside one production variant', rules: ['one-variant-one-shadow'] },
  {
    id: 'R10',
    what: 'a canary takes no more than half of the instances',
    rules: ['step-size-out-of-range', 'steps-need-instances', 'canary-on-one-instance'],
    beside: 'SageMaker documents no lower bound of a canary',
  },
  {
    id: 'R11',
    what: 'linear steps take 10 to 50 %, batches 5 to 50 %',
    rules: ['step-size-out-of-range', 'component-batch-too-large', 'component-batch-too-small'],
  },
  { id: 'R12', what: 'the window of a rollback alarm fits into the bake', rules: ['canary-longer-than-alarm'] },
  { id: 'R13', what: 'traffic routing has the size of its type', rules: ['routing-without-step-size'] },
  { id: 'R14', what: 'the timeout of a deployment exceeds its waits', rules: ['deployment-timeout-too-short'] },
  {
    id: 'R15',
    what: 'blue/green or rolling, not both',
    rules: ['two-update-policies'],
    beside: 'the Terraform provider refuses both at plan, SageMaker at deployment; constructs take one rollout',
  },
  {
    id: 'R16',
    what: 'guardrails do not hold on Inf1, Marketplace and serverless, rolling not with several variants',
    rules: ['guardrails-do-not-hold', 'rollback-does-not-hold'],
    beside: 'whether a container is of the Marketplace, no template tells',
  },
  { id: 'R17', what: 'guardrails have alarms', rules: ['rollback-without-alarms'] },
  { id: 'R18', what: 'a rollback alarm watches the new fleet only', rules: ['alarm-watches-old-release'] },
  { id: 'R19', what: 'alarm and endpoint do not wait for each other', rules: ['alarm-endpoint-cycle'] },
  { id: 'R20', what: 'what is replaced has no name', rules: ['named-replaceable-resource'] },
  {
    id: 'R21',
    what: 'a variant keeps its name while guardrails are set',
    beside: 'needs what is deployed: `inference report` compares the two templates',
  },
  {
    id: 'R22',
    what: 'the instance type of a scaled variant changes in two steps',
    rules: ['scaled-instance-type-changed'],
  },
  { id: 'R23', what: 'a scaled variant is retained', rules: ['scaled-variant-not-retained'] },
  { id: 'R24', what: 'the initial count lies within the bounds', rules: ['initial-count-outside-scaling'] },
  {
    id: 'R25',
    what: 'a scalable target names what its dimension scales, and waits for it',
    rules: ['scalable-target-names-nothing', 'scalable-target-does-not-wait'],
  },
  {
    id: 'R26',
    what: 'a predefined metric is of its dimension, and published',
    rules: ['scaling-metric-of-another-dimension'],
  },
  { id: 'R27', what: 'utilization counts every device', rules: ['utilization-not-normalised'] },
  { id: 'R28', what: 'the type of a scaling policy is one of its service', rules: ['scaling-policy-unsupported'] },
  { id: 'R29', what: 'target tracking has one metric', rules: ['target-tracking-without-one-metric'] },
  { id: 'R30', what: 'steps of scaling have no gap and no overlap', rules: ['scaling-steps-invalid'] },
  {
    id: 'R31',
    what: 'what scales to none may, and comes back',
    rules: ['scale-to-zero-unsupported', 'scale-from-zero-missing', 'component-never-wakes'],
  },
  { id: 'R32', what: 'schedules are well formed, and agree', rules: ['scheduled-scaling-invalid'] },
  {
    id: 'R33',
    what: 'CodeDeploy shifts 1 to 99 %, within 2880 minutes, by a configuration under a name of its own',
    rules: ['traffic-routing-out-of-range', 'deployment-config-name-invalid'],
  },
  {
    id: 'R34',
    what: 'the block of a traffic routing is that of its type',
    rules: ['traffic-routing-out-of-range'],
  },
  {
    id: 'R35',
    what: 'alarms of CodeDeploy roll back, and a rollback has alarms',
    rules: ['alarms-without-rollback', 'rollback-without-alarms'],
  },
  { id: 'R36', what: 'CodeDeploy may invoke its hooks', rules: ['hook-not-invocable'] },
  {
    id: 'R37',
    what: 'both versions of a canary have provisioned concurrency',
    beside: 'functions check the reserved concurrency that is asked of them; what the account has, no template tells',
  },
  {
    id: 'R38',
    what: 'memory of a function is at most 10240 MiB',
    beside:
      'functions check it; the Terraform provider does; with a capacity provider CloudFormation takes more, so that a rule would refuse what is right',
  },
  {
    id: 'R39',
    what: 'names, values and size of an environment',
    rules: ['container-environment-invalid', 'function-environment-invalid'],
    beside: 'constructs check what is asked of them first',
  },
  {
    id: 'R40',
    what: 'the name of an image is at most 255 characters, in the region, by digest',
    rules: ['image-name-invalid'],
    beside:
      'constructs check the region, where it is known, and advise against tags: a tag in an immutable repository is sound, and no template tells',
  },
  {
    id: 'R41',
    what: 'model data is one archive, or a prefix that ends in a slash',
    rules: [
      'model-data-prefix-as-archive',
      'model-data-not-an-archive',
      'model-data-prefix-without-slash',
      'model-data-source-of-many-models',
      'serverless-unsupported',
    ],
  },
  {
    id: 'R42',
    what: 'the model fits into memory, and is fetched in time',
    rules: ['model-larger-than-memory', 'component-too-large', 'download-timeout-too-short'],
    beside: 'of the models of this library, whose size is noted beside them; functions check theirs',
  },
  { id: 'R43', what: 'transforms at a time by payload are at most 100 MB', beside: BATCH },
  { id: 'R44', what: 'the name of a transform job is unique', beside: BATCH },
  { id: 'R45', what: 'a state machine may watch its transform job', beside: BATCH },
  { id: 'R46', what: 'a distributed map has a concurrency that its function has', beside: BATCH },
  { id: 'R47', what: 'the starting position of a stream', beside: STREAMS },
  { id: 'R48', what: 'retries of a stream end', beside: STREAMS },
  { id: 'R49', what: 'the concurrency of a queue is within the reserved one', beside: STREAMS },
  {
    id: 'R50',
    what: 'data capture samples something, of known content types',
    beside: 'out of scope: data capture, which no construct declares yet',
  },
  {
    id: 'R51',
    what: 'periods, metrics and units of alarms',
    rules: [
      'alarm-period-invalid',
      'alarm-finer-than-metric',
      'alarm-with-too-many-metrics',
      'latency-alarm-in-milliseconds',
    ],
  },
  {
    id: 'R52',
    what: 'a container starts before its health check ends',
    rules: ['startup-timeout-too-short'],
    beside: 'that `/ping` is answered within 2 seconds, the rehearsal tells',
  },
  {
    id: 'R53',
    what: 'another recipe of a component for the edge has another version',
    beside: 'out of scope: AWS IoT Greengrass, of which no construct declares anything',
  },
  {
    id: 'R54',
    what: 'copies of components fit on their instances',
    rules: [
      'component-too-large',
      'components-outgrow-instances',
      'scaled-components-outgrow-instances',
      'component-update-without-room',
    ],
  },
  {
    id: 'R55',
    what: 'twice the fleet is within the quota',
    beside: 'quotas are of the account: `inference report` says how many instances a deployment takes at most',
  },
  { id: 'R56', what: 'a canary sees enough requests', rules: ['canary-cannot-see-collapse'] },
];

/** Ids of the requirements that a rule holds. */
export function requirementsOf(rule: string): string[] {
  return REQUIREMENTS.filter(({ rules = [] }) => rules.includes(rule)).map(({ id }) => id);
}
