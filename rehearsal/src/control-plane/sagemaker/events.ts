import type { Engine } from '../../assembly/assembly-reader';
import type { DeploymentEvent } from '../../result';
import type { DeploymentOutcome, Rollout } from '../control-plane';
import { startsOf } from '../play-steps';

export interface Circumstances {
  readonly engine: Engine;
  readonly isFirst: boolean;
  /** What answers: instances, what a serverless endpoint starts, or the copies of a component. */
  readonly fleet: 'instances' | 'sandboxes' | 'copies';
  /** Why it ends before anything is started. */
  readonly refusal?: string;
}

/** What the engine and SageMaker do, in the order in which they do it: first what is new, then the endpoint, then what is old. */
export function endpointEvents(
  rollout: Rollout,
  outcome: DeploymentOutcome,
  circumstances: Circumstances,
): DeploymentEvent[] {
  const { engine, isFirst, refusal, fleet } = circumstances;
  const who = engine === 'cloudformation' ? 'CloudFormation' : 'Terraform';
  const [noun, parts] = wordsOf(fleet);
  const call = `${isFirst ? 'Create' : 'Update'}${noun}`;
  const begins = `${who} creates the new ${parts}, then calls ${call}`;
  const starts = startsOf(rollout);
  const shifts = rollout.steps.flatMap(({ percent }, step) => {
    const before = step === 0 ? 0 : rollout.steps[step - 1].percent;
    const isPlayed = starts[step] < outcome.minute && percent > before;
    return isPlayed ? [{ minute: starts[step], what: `${percent} % of the traffic goes to the new ${fleet}` }] : [];
  });
  return [
    {
      minute: 0,
      what:
        refusal === undefined && !isFirst
          ? `${begins}; ${fleet === 'sandboxes' ? 'nothing starts before it is asked' : `the new ${fleet} start`}`
          : begins,
    },
    ...shifts,
    { minute: outcome.minute, what: endOf(outcome, call, who, circumstances) },
  ];
}

/** What is created or updated by a call, and what of a release is a resource of its own. */
function wordsOf(fleet: Circumstances['fleet']): [noun: 'Endpoint' | 'InferenceComponent', parts: string] {
  return fleet === 'copies'
    ? ['InferenceComponent', 'model and alarms']
    : ['Endpoint', 'model, configuration and alarms'];
}

function endOf({ kind }: DeploymentOutcome, call: string, who: string, { isFirst, fleet }: Circumstances): string {
  const [noun, parts] = wordsOf(fleet);
  if (kind === 'promoted') {
    return isFirst
      ? `the ${noun === 'Endpoint' ? 'endpoint' : 'component'} is in service`
      : `the old ${fleet} end; ${who} deletes the old ${parts}`;
  }
  const cleanUp =
    who === 'CloudFormation'
      ? `the stack rolls back and deletes the new ${parts}`
      : 'and what Terraform created of the new release stays';
  if (isFirst) return `${call} fails: ${cleanUp}`;
  return `all traffic is the old ${fleet}' again, ${call} fails, ${cleanUp}`;
}
