import type { CallableFunction } from '../assembly/assembly-reader';
import type { ServiceCall, ServiceReply } from './service-call';

/** An operation of AWS that something stands in for. */
export interface Operation {
  /** What IAM calls it. */
  readonly action: string;
  /** ARN of what it is done to; undefined where any allowance will do. */
  resource?(call: ServiceCall, caller: CallableFunction): string | undefined;
  /** What it is done to, for people. */
  on?(call: ServiceCall): string;
  answer(call: ServiceCall, caller: CallableFunction): ServiceReply | Promise<ServiceReply>;
}

/** Operations by service and name: `lambda Invoke`. */
export type Services = Readonly<Record<string, Operation>>;
