import { calledFunction } from '../assembly/called-function';
import type { CallableFunction } from '../assembly/assembly-reader';
import type { StackContents } from '../assembly/stack-contents';
import type { Invoker } from '../invoker/invoker';
import { MemoryMetricStore } from '../metrics/memory-metric-store';
import type { AwsCall } from '../room/aws-call';
import { permissionsOfFunction } from '../room/caller';
import { FunctionRoom } from '../room/function-room';
import type { RoomInvocation } from '../room/function-room';
import { lambdaServices } from '../room/lambda';
import { PlayedVersions } from '../room/played-versions';

/** Lambda's own limit: every function has the time that it is declared with. */
const MOST_SECONDS = 900;

/** The functions that a state machine calls, and those that they call; no release of any is played. */
export class CalledFunctions {
  private readonly room: FunctionRoom;
  /** What functions that other functions called asked for in vain. */
  private unanswered: AwsCall[] = [];

  constructor(stack: StackContents, stacks: readonly StackContents[], invoker: Invoker) {
    const now = { minute: 0, percent: 0 };
    this.room = new FunctionRoom({
      invoker,
      permissions: (fn) => permissionsOfFunction(fn, stacks),
      mostSeconds: MOST_SECONDS,
      services: lambdaServices({
        versions: new PlayedVersions(undefined, undefined, new MemoryMetricStore(), () => now),
        find: (functionName, qualifier) => {
          const called = calledFunction(stack, stacks, functionName, qualifier);
          return typeof called === 'string' ? undefined : called.function;
        },
        invoke: async (fn, event, clientContext) => {
          const { invocation, unanswered } = await this.room.invoke(fn, event, clientContext);
          this.unanswered.push(...unanswered);
          return invocation;
        },
      }),
    });
  }

  /** One invocation at a time. What its own calls asked for in vain is among what it did. */
  async invoke(
    fn: CallableFunction,
    event: unknown,
    clientContext?: unknown,
    mostSeconds?: number,
  ): Promise<RoomInvocation> {
    this.unanswered = [];
    const { unanswered, ...invocation } = await this.room.invoke(fn, event, clientContext, mostSeconds);
    return { ...invocation, unanswered: [...unanswered, ...this.unanswered] };
  }

  remarks(): ReturnType<FunctionRoom['remarks']> {
    return this.room.remarks();
  }

  stop(): Promise<void> {
    return this.room.stop();
  }
}
