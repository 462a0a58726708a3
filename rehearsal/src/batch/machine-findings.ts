import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import type { State, States } from '../state-machine/definition';
import { allStates, insideOf, nextOf } from '../state-machine/definition';
import type { Machine } from '../state-machine/read-machine';
import type { MachineFinding } from './batch-result';

type Block = Readonly<Record<string, unknown>>;

const TRANSFORM = /:states:::(?:aws-sdk:)?sagemaker:createTransformJob/;
const CREATE_MODEL = /:states:::(?:aws-sdk:)?sagemaker:createModel$/;
/** Errors that a job which was created may end with. */
const AFTER_CREATION = ['States.ALL', 'States.TaskFailed', 'States.Timeout'];
/** What makes a name another one with every try. */
const CHANGES = /RetryCount|States\.UUID|EnteredTime/;

/** What the definition of a machine tells without being run. `models`: names of the models of the template. */
export function machineFindings(machine: Machine, models: readonly string[]): MachineFinding[] {
  const { definition, isExpress } = machine;
  const states = allStates(definition);
  return [
    ...dangling(machine),
    ...states.flatMap(([name, state]) => [
      ...(isExpress && String(state.Resource).endsWith('.sync') ? [syncInExpress(name)] : []),
      ...unknownModel(name, state, states, models),
      ...sameName(name, state),
    ]),
    ...unreachable(definition),
    ...uncaught(definition),
  ].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

const ORDER = ['error', 'warning', 'info'];

function dangling({ resource, stack: { graph, isKnown } }: Machine): MachineFinding[] {
  const { DefinitionString, Definition, DefinitionSubstitutions } = resource.properties;
  const ids = referencesIn([DefinitionString, Definition, DefinitionSubstitutions]).map(({ id }) => id);
  return [...new Set(ids)]
    .filter((id) => graph.get(id) === undefined && !isKnown(id))
    .map((id) => ({
      id: 'resource-missing',
      severity: 'error',
      message: `the definition refers to ${id}, which is not there`,
    }));
}

function syncInExpress(state: string): MachineFinding {
  const message = 'an Express workflow waits for no job: Step Functions refuses .sync in it';
  return { id: 'sync-in-express', severity: 'error', state, message };
}

/** A model by a name that neither the template nor the execution gives to one. */
function unknownModel(
  state: string,
  { Resource, Parameters }: State,
  states: readonly [string, State][],
  models: readonly string[],
): MachineFinding[] {
  const { ModelName } = (Parameters ?? {}) as Block;
  const isCreated = states.some(([, one]) => CREATE_MODEL.test(String(one.Resource)));
  if (!TRANSFORM.test(String(Resource)) || typeof ModelName !== 'string' || isCreated || models.includes(ModelName))
    return [];
  return [{ id: 'model-missing', severity: 'warning', state, message: `model ${ModelName} is not in the template` }];
}

function sameName(state: string, { Resource, Parameters, Retry }: State): MachineFinding[] {
  const { TransformJobName, 'TransformJobName.$': filled = TransformJobName } = (Parameters ?? {}) as Block;
  const retried = ((Retry ?? []) as { ErrorEquals: string[] }[]).some(({ ErrorEquals }) =>
    ErrorEquals.some((error) => AFTER_CREATION.includes(error)),
  );
  if (!TRANSFORM.test(String(Resource)) || !retried || CHANGES.test(String(filled))) return [];
  const message = 'a retry asks for the same TransformJobName again, which SageMaker refuses once the job was created';
  return [{ id: 'retry-same-job-name', severity: 'warning', state, message }];
}

function unreachable(states: States): MachineFinding[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    nextOf(states.States[name]).forEach(visit);
  };
  visit(states.StartAt);
  const own = Object.keys(states.States)
    .filter((name) => !reached.has(name))
    .map((state): MachineFinding => {
      return { id: 'state-unreachable', severity: 'warning', state, message: 'no state leads to it' };
    });
  return [...own, ...Object.values(states.States).flatMap((state) => insideOf(state).flatMap(unreachable))];
}

/** Tasks whose failure ends the execution. */
function uncaught(states: States): MachineFinding[] {
  return Object.entries(states.States).flatMap(([name, state]): MachineFinding[] => {
    if (catches(state)) return [];
    if (state.Type !== 'Task') return insideOf(state).flatMap(uncaught);
    const message = 'nothing catches its failure, which ends the execution';
    return [{ id: 'failure-uncaught', severity: 'info', state: name, message }];
  });
}

function catches({ Catch }: State): boolean {
  return ((Catch ?? []) as { ErrorEquals: string[] }[]).some(({ ErrorEquals }) =>
    ErrorEquals.some((error) => error === 'States.ALL' || error === 'States.TaskFailed'),
  );
}
