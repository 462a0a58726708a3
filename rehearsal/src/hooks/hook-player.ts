import { HOOK_MINUTES } from '@inference-constructs/core/out/contract/hook';
import type { HookVerdict } from '@inference-constructs/core/out/contract/hook';
import type { CallableFunction, DeclaredHook } from '../assembly/assembly-reader';
import type { HookAnswer } from '../control-plane/control-plane';
import type { Invocation } from '../invoker/invoker';
import type { AwsCall } from '../room/aws-call';
import type { HookDesk } from '../room/codedeploy';
import type { FunctionRoom, RoomInvocation } from '../room/function-room';
import type { HookFacts } from './hook-facts';

/** A hook, and why CodeDeploy cannot invoke it. */
export interface PlannedHook extends DeclaredHook {
  readonly obstacle?: string;
}

/** Asks hooks as CodeDeploy does: invokes them, and goes by what they report, not by what they answer. */
export class HookPlayer {
  readonly facts: HookFacts[] = [];

  constructor(
    private readonly room: FunctionRoom,
    private readonly desk: HookDesk,
    private readonly now: () => number,
    private readonly mostSeconds: number,
  ) {}

  async ask({ event, function: fn, obstacle }: PlannedHook): Promise<HookAnswer> {
    const minute = this.now();
    const begin = performance.now();
    const name = `the ${event} hook ${fn.path}`;
    const execution = this.desk.open();
    const { invocation, calls }: Partial<RoomInvocation> =
      obstacle === undefined ? await this.room.invoke(fn, execution) : { calls: [] };
    const told = this.desk.told(execution.LifecycleEventHookExecutionId);
    const seconds = ((told?.at ?? performance.now()) - begin) / 1000;
    const minutes = told === undefined ? HOOK_MINUTES : Math.min(HOOK_MINUTES, Math.max(1, Math.ceil(seconds / 60)));
    const said = saidBy(invocation);
    const failure =
      told?.status === 'Succeeded'
        ? undefined
        : told?.status === 'Failed'
          ? `${name} reported Failed${said === undefined ? '' : `: ${said}`}`
          : `${name} ${whyNotTold({ invocation, calls, obstacle, longest: this.longest(fn) })}, and CodeDeploy gave up after ${HOOK_MINUTES} minutes`;
    this.facts.push({
      event,
      function: fn.path,
      minute,
      until: minute + minutes,
      ...(told === undefined ? {} : { status: told.status }),
      ...(said === undefined ? {} : { said }),
      ...(failure === undefined ? {} : { failure }),
      seconds: Math.round(seconds * 1000) / 1000,
      calls,
    });
    return { minutes, ...(failure === undefined ? {} : { failure }) };
  }

  private longest({ version: { timeoutSeconds } }: CallableFunction): string | undefined {
    if (timeoutSeconds <= this.mostSeconds) return undefined;
    return `did not end within ${this.mostSeconds} s here (--hook-seconds) and is taken to hang until its timeout of ${timeoutSeconds} s`;
  }
}

interface Untold {
  readonly invocation: Invocation | undefined;
  readonly calls: readonly AwsCall[];
  readonly obstacle: string | undefined;
  /** What to say of a time limit that is not its own. */
  readonly longest: string | undefined;
}

/** What the acceptance hook answers tells people why; CodeDeploy reads none of it. */
function saidBy(invocation: Invocation | undefined): string | undefined {
  const { reason } = (invocation?.answer ?? {}) as Partial<HookVerdict>;
  return typeof reason === 'string' ? reason : undefined;
}

function whyNotTold({ invocation, calls, obstacle, longest }: Untold): string {
  if (obstacle !== undefined) return `was not invoked: ${obstacle}`;
  const refused = calls.find(
    (call) => call.operation === 'PutLifecycleEventHookExecutionStatus' && call.refused !== undefined,
  );
  if (refused !== undefined) return `could not report: ${refused.refused}`;
  if (invocation?.error === undefined) return 'reported nothing';
  const { type, message } = invocation.error;
  return type === 'Sandbox.Timedout' ? (longest ?? message) : `failed (${type}: ${message})`;
}
