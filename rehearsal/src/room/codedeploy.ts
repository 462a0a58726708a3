import { randomUUID } from 'node:crypto';
import type { Services } from './service';
import type { ServiceReply } from './service-call';
import { refusal } from './service-call';

/** What CodeDeploy was told of a hook, and when in real time. */
export interface Told {
  readonly status: 'Succeeded' | 'Failed';
  /** By `performance.now()`. */
  readonly at: number;
}

interface Execution {
  told?: Told;
}

/** CodeDeploy, as far as a hook sees it: takes what a hook reports of the deployment that is played. */
export class HookDesk {
  readonly deploymentId = 'd-REHEARSAL';
  private readonly executions = new Map<string, Execution>();

  /** @param groupArn of the deployment group */
  constructor(private readonly groupArn: string | undefined) {}

  /** What a hook is invoked with. */
  open(): { readonly DeploymentId: string; readonly LifecycleEventHookExecutionId: string } {
    const id = randomUUID();
    this.executions.set(id, {});
    return { DeploymentId: this.deploymentId, LifecycleEventHookExecutionId: id };
  }

  told(executionId: string): Told | undefined {
    return this.executions.get(executionId)?.told;
  }

  get services(): Services {
    return {
      'codedeploy PutLifecycleEventHookExecutionStatus': {
        action: 'codedeploy:PutLifecycleEventHookExecutionStatus',
        resource: () => this.groupArn,
        answer: ({ body }) => this.put(JSON.parse(body.toString('utf8')) as Record<string, unknown>),
      },
    };
  }

  private put(input: Record<string, unknown>): ServiceReply {
    const { deploymentId, lifecycleEventHookExecutionId: id, status } = input;
    if (deploymentId !== this.deploymentId) {
      return refusal(400, 'DeploymentDoesNotExistException', `no deployment ${String(deploymentId)}`);
    }
    const execution = this.executions.get(String(id));
    if (execution === undefined) {
      return refusal(400, 'InvalidLifecycleEventHookExecutionIdException', `no execution ${String(id)}`);
    }
    if (status !== 'Succeeded' && status !== 'Failed') {
      const message = `status ${String(status)}: must be Succeeded or Failed`;
      return refusal(400, 'InvalidLifecycleEventHookExecutionStatusException', message);
    }
    if (execution.told !== undefined) {
      return refusal(400, 'LifecycleEventAlreadyCompletedException', `execution ${String(id)} was completed before`);
    }
    execution.told = { status, at: performance.now() };
    return { body: { lifecycleEventHookExecutionId: id } };
  }
}
