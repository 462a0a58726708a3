import type { CallableFunction } from '../assembly/assembly-reader';
import type { Invocation, Invoker } from '../invoker/invoker';
import { interrupted } from '../interrupted';
import type { AwsCall } from './aws-call';
import type { MayDo } from './caller';
import { Occupant } from './occupant';
import type { Services } from './service';

export interface RoomParts {
  readonly invoker: Invoker;
  readonly services: Services;
  /** What the role of a function may do. */
  permissions(fn: CallableFunction): MayDo;
  /** Longest that an invocation really takes, in seconds. */
  readonly mostSeconds: number;
}

export interface RoomInvocation {
  readonly invocation: Invocation;
  /** What it asked of AWS. */
  readonly calls: readonly AwsCall[];
  /** Of these, what was refused although nobody here knows whether AWS would have. */
  readonly unanswered: readonly AwsCall[];
}

/**
 * Runs functions of the template from their assets, each in a process that finds stand-ins for AWS on loopback and nothing
 * beyond this machine.
 */
export class FunctionRoom {
  private readonly occupants = new Map<string, Promise<Occupant>>();
  private closing: Promise<void> | undefined;

  constructor(private readonly parts: RoomParts) {}

  /** @param mostSeconds after which its caller gives up, and it is ended */
  async invoke(
    fn: CallableFunction,
    event: unknown,
    clientContext?: unknown,
    mostSeconds?: number,
  ): Promise<RoomInvocation> {
    if (this.closing !== undefined) throw interrupted();
    // Each version has processes of its own.
    const key = `${fn.id}:${fn.version.number}`;
    const occupant = this.occupants.get(key) ?? Occupant.enter(fn, this.parts);
    this.occupants.set(key, occupant);
    return (await occupant).invoke(event, clientContext, mostSeconds);
  }

  /** In what the functions that ran here are not what AWS would run, and what was allowed to them in doubt. */
  async remarks(): Promise<{ readonly substitutions: readonly string[]; readonly doubts: readonly string[] }> {
    const all = await Promise.all(this.occupants.values());
    return {
      substitutions: all.flatMap(({ substitutions }) => substitutions),
      doubts: all.flatMap(({ doubts }) => [...doubts]),
    };
  }

  stop(): Promise<void> {
    return (this.closing ??= this.leave());
  }

  private async leave(): Promise<void> {
    const all = await Promise.allSettled(this.occupants.values());
    await Promise.all(all.map((one) => (one.status === 'fulfilled' ? one.value.leave() : undefined)));
  }
}
