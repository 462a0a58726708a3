import type { Services } from './service';
import type { ServiceCall, ServiceReply } from './service-call';
import { refusal } from './service-call';

type Action = Readonly<Record<string, unknown>>;

const TARGET = ['ServiceNamespace', 'ResourceId', 'ScalableDimension'];

/** Application Auto Scaling, as far as scheduled actions go: they are kept, and nothing is scaled by them. */
export function scalingServices(): Services {
  const actions = new Map<string, Action>();
  const keyOf = (input: Action): string =>
    JSON.stringify([...TARGET, 'ScheduledActionName'].map((name) => input[name]));
  const matches = (action: Action, input: Action): boolean =>
    TARGET.every((name) => input[name] === undefined || action[name] === input[name]);
  const operation = (name: string, answer: (input: Action) => ServiceReply): Services => ({
    [`application-autoscaling ${name}`]: {
      action: `application-autoscaling:${name}`,
      on: (call) => String(read(call).ResourceId),
      answer: (call) => answer(read(call)),
    },
  });
  return {
    ...operation('DescribeScheduledActions', (input) => ({
      body: { ScheduledActions: [...actions.values()].filter((action) => matches(action, input)) },
    })),
    ...operation('PutScheduledAction', (input) => {
      actions.set(keyOf(input), { ...actions.get(keyOf(input)), ...input });
      return { body: {} };
    }),
    ...operation('DeleteScheduledAction', (input) =>
      actions.delete(keyOf(input))
        ? { body: {} }
        : refusal(400, 'ObjectNotFoundException', `no scheduled action ${String(input.ScheduledActionName)}`),
    ),
  };
}

function read({ body }: ServiceCall): Action {
  return JSON.parse(body.toString('utf8')) as Action;
}
