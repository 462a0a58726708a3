import type {
  Assembly,
  CallableFunction,
  Declared,
  DeclaredEndpoint,
  DeclaredScaling,
  Engine,
  NotPlayed,
} from './assembly-reader';
import { readAlarms } from './alarms';
import { pathOf } from './construct-path';
import { readCallable } from './callable';
import { declaredOf } from './declared';
import { whyNotPlayed } from './endpoint-limits';
import { readComponents } from './components';
import { readEndpoints } from './endpoints';
import { readFunctions } from './functions';
import { inventoryOf } from './inventory';
import { partsOfScaling, readScaling } from './scaling';
import { readMachine, STATE_MACHINE } from '../state-machine/read-machine';
import { readScheduled } from './scheduled';
import type { StackContents } from './stack-contents';

const SCHEDULES = ['AWS::Scheduler::Schedule', 'AWS::Events::Rule'];
const PLAYED_DIMENSIONS = ['sagemaker:variant:DesiredInstanceCount', 'sagemaker:inference-component:DesiredCopyCount'];
const MONITORS = [
  'AWS::SageMaker::MonitoringSchedule',
  'AWS::SageMaker::DataQualityJobDefinition',
  'AWS::SageMaker::ModelQualityJobDefinition',
  'AWS::SageMaker::ModelBiasJobDefinition',
  'AWS::SageMaker::ModelExplainabilityJobDefinition',
];

export interface Read {
  readonly directory: string;
  readonly engine: Engine;
  readonly stacks: readonly StackContents[];
  /** What could not be read. */
  readonly left: readonly NotPlayed[];
}

/** What stacks declare, whatever engine they were written for. */
export function assemble({ directory, engine, stacks, left }: Read, versionNumber: string): Assembly {
  const scaling = stacks.map(readScaling);
  const functions = stacks.map((contents, i) => readFunctions(contents, versionNumber, scaling[i]));
  const endpoints = stacks.map((contents, i) => readEndpoints(contents, scaling[i]));
  const components = stacks.map((contents, i) => readComponents(contents, scaling[i]));
  const scheduled = stacks.map(readScheduled);
  const played = new Set([
    ...[...functions, ...scheduled].flatMap((read) => read.played),
    ...[...endpoints, ...components].flat().flatMap(partsOf),
  ]);
  const reasons = (i: number): NotPlayed[] => [
    ...functions[i].notPlayed,
    ...scheduled[i].notPlayed,
    ...[...endpoints[i], ...components[i]].flatMap(leftOut),
    ...machinesLeftOut(stacks[i]),
  ];
  const nested = new Set(stacks.map(({ stack }) => stack.id));
  const inventories = stacks.map((contents, i) =>
    inventoryOf(contents, played, reasons(i), (resource) => nested.has(`${contents.stack.id}/${resource.id}`)),
  );
  const declared = (types: readonly string[]): Declared[] =>
    stacks.flatMap((contents) =>
      types.flatMap((type) => contents.graph.ofType(type)).map((resource) => declaredOf(resource, contents)),
    );
  return {
    directory,
    engine,
    stacks,
    functions: functions.flatMap((read) => read.functions),
    endpoints: endpoints.flat(),
    components: components.flat(),
    alarms: stacks.flatMap(readAlarms),
    scaling: scaling.flat(),
    schedules: declared(SCHEDULES),
    scheduled: scheduled.flatMap((read) => read.scheduled),
    callable: stacks.flatMap(callableIn),
    deploymentGroups: declared(['AWS::CodeDeploy::DeploymentGroup']),
    stateMachines: declared([STATE_MACHINE]),
    monitors: declared(MONITORS),
    notPlayed: [...inventories.flatMap(({ notPlayed }) => notPlayed), ...left],
    withoutEffect: inventories.flatMap(({ withoutEffect }) => withoutEffect),
  };
}

/** What cannot be run is listed where it is called. */
function callableIn(contents: StackContents): CallableFunction[] {
  return contents.graph.ofType('AWS::Lambda::Function').flatMap((resource) => {
    const callable = readCallable(contents, resource);
    return typeof callable === 'string' ? [] : [callable];
  });
}

/** The resources that take part where an endpoint is played, by stack and logical id. */
function partsOf(endpoint: DeclaredEndpoint): string[] {
  if (whyNotPlayed(endpoint) !== undefined) return [];
  const { config, variants, shadowVariants, alarms, neededAlarms } = endpoint;
  const models = [...variants, ...shadowVariants].flatMap(({ model }) => model ?? []);
  const scaling = variants.flatMap((variant) => variant.scaling.filter(scalesInstances).flatMap(partsOfScaling));
  return [endpoint, ...(config === undefined ? [] : [config]), ...models, ...alarms, ...neededAlarms]
    .map(({ id }) => id)
    .concat(scaling);
}

function scalesInstances({ input }: DeclaredScaling): boolean {
  return PLAYED_DIMENSIONS.includes(String(input?.target.dimension));
}

function leftOut(endpoint: DeclaredEndpoint): NotPlayed[] {
  const reason = whyNotPlayed(endpoint);
  const scaling = endpoint.variants.flatMap((variant) => variant.scaling.flatMap(({ notPlayed }) => notPlayed));
  return reason === undefined
    ? [...endpoint.notPlayed, ...scaling]
    : [{ path: endpoint.path, type: endpoint.type, reason }];
}

/** State machines that `inference batch` cannot play. */
function machinesLeftOut(contents: StackContents): NotPlayed[] {
  return contents.graph.ofType(STATE_MACHINE).flatMap((resource) => {
    const machine = readMachine(resource, contents);
    return typeof machine === 'string' ? [{ path: pathOf(resource), type: STATE_MACHINE, reason: machine }] : [];
  });
}
