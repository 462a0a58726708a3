import type { CallableFunction } from '../assembly/assembly-reader';
import type { RunningVersion } from '../invoker/invoker';
import { refusedOutside } from '../host/messages';
import { oneAtATime } from '../invoker/one-at-a-time';
import type { AwsCall } from './aws-call';
import { Door } from './door';
import { ENDPOINT_OF_A_SERVICE, roomEnvironment } from './environment';
import type { RoomInvocation, RoomParts } from './function-room';
import type { ServiceCall, ServiceReply } from './service-call';
import { refusal } from './service-call';

const OUTSIDE = 'nothing outside this machine is reached';

/** One function in the room, its process and its door. */
export class Occupant {
  private asked: { readonly call: AwsCall; readonly isUnanswered: boolean }[] = [];
  /** What was allowed although the template leaves it open. */
  readonly doubts = new Set<string>();

  private constructor(
    private readonly fn: CallableFunction,
    private readonly parts: RoomParts,
  ) {}

  private door!: Door;
  private running!: RunningVersion;

  static async enter(fn: CallableFunction, parts: RoomParts): Promise<Occupant> {
    const occupant = new Occupant(fn, parts);
    occupant.door = await Door.open((call) => occupant.answer(call));
    const environment = Object.fromEntries(
      Object.entries(fn.version.environment).filter(([name]) => !ENDPOINT_OF_A_SERVICE.test(name)),
    );
    try {
      const running = await parts.invoker.start({ ...fn.version, environment }, fn.version.number, {
        variables: roomEnvironment(occupant.door.url),
        isConfined: true,
        mostSeconds: parts.mostSeconds,
      });
      occupant.running = oneAtATime(running);
    } catch (error) {
      await occupant.door.close();
      throw error;
    }
    return occupant;
  }

  get substitutions(): readonly string[] {
    return this.running.substitutions;
  }

  async invoke(event: unknown, clientContext?: unknown, mostSeconds?: number): Promise<RoomInvocation> {
    const { lines, ...invocation } = await this.running.invoke(event, clientContext, mostSeconds);
    for (const where of lines.flatMap((line) => refusedOutside(line) ?? [])) {
      this.count({ service: 'network', operation: 'connect', on: where, refused: OUTSIDE }, true);
    }
    const { asked } = this;
    this.asked = [];
    const calls = asked.map(({ call }) => call);
    const unanswered = asked.flatMap(({ call, isUnanswered }) => (isUnanswered ? [call] : []));
    const ownLines = lines.filter((line) => refusedOutside(line) === undefined);
    return { invocation: { ...invocation, lines: ownLines }, calls, unanswered };
  }

  async leave(): Promise<void> {
    await this.running.stop();
    await this.door.close();
  }

  private async answer(call: ServiceCall): Promise<ServiceReply> {
    const operation = this.parts.services[`${call.service} ${call.operation}`];
    if (operation === undefined) {
      const why = 'a rehearsal has nothing that stands in for it';
      this.note(call, undefined, why, true);
      return refusal(400, 'NotRehearsed', `${call.service} ${call.operation}: ${why}`);
    }
    const resource = operation.resource?.(call, this.fn);
    const { decision, role } = this.parts.permissions(this.fn)(operation.action, resource);
    const on = operation.on?.(call);
    if (decision === 'denied') {
      const where = resource === undefined ? '' : ` on ${resource}`;
      this.note(call, on, `role ${role} has no ${operation.action}${where}`);
      const message = `${this.fn.version.functionName} is not authorized to perform: ${operation.action}`;
      return refusal(
        403,
        'AccessDeniedException',
        resource === undefined ? message : `${message} on resource: ${resource}`,
      );
    }
    if (decision === 'unknown') {
      const who = role === undefined ? `the role of ${this.fn.path}, which is not in the template,` : `role ${role}`;
      this.doubts.add(`whether ${who} has ${operation.action} is open: it was allowed`);
    }
    const reply = await operation.answer(call, this.fn);
    const { status = 200, body } = reply;
    const isRefused = status >= 400;
    const why = isRefused ? ((body as { message?: string } | undefined)?.message ?? `status ${status}`) : undefined;
    this.note(call, on, why, isRefused);
    return reply;
  }

  private note({ service, operation }: ServiceCall, on?: string, refused?: string, isUnanswered = false): void {
    const call = { service, operation, ...(on === undefined ? {} : { on }) };
    this.count(refused === undefined ? call : { ...call, refused }, isUnanswered);
  }

  /** The same call again is counted. */
  private count(call: Omit<AwsCall, 'times'>, isUnanswered: boolean): void {
    const same = this.asked.findIndex(
      ({ call: { service, operation, on, refused } }) =>
        service === call.service && operation === call.operation && on === call.on && refused === call.refused,
    );
    const times = same < 0 ? 1 : this.asked[same].call.times + 1;
    this.asked.splice(same < 0 ? this.asked.length : same, 1, { call: { ...call, times }, isUnanswered });
  }
}
