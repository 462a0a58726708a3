import { Fault } from '../errors';
import type { Lifecycle } from '../lifecycle';
import type { Reply, Service } from '../predict/service';
import type { Exchange } from '../server/route-table';

/** What a contract is built on. */
export interface Host {
  readonly lifecycle: Lifecycle;
  /** Undefined until the model is ready. */
  readonly service: () => Service | undefined;
  readonly maxBodyBytes: number;
}

export const NO_CONTENT: Reply = { status: 200, contentType: '', body: '' };

/** The service, where it may answer now. */
export function readyService({ lifecycle, service }: Host): Service {
  const ready = lifecycle.answers ? service() : undefined;
  if (ready === undefined) {
    throw new Fault('NotReady', 'The model is not ready.', { expected: 'ready', got: lifecycle.state });
  }
  return ready;
}

/** The body of a request that is meant for the model: it counts as refused where it cannot be read. */
export async function bodyFor(service: Service, exchange: Exchange): Promise<Buffer> {
  try {
    return await exchange.body();
  } catch (error) {
    service.refuse();
    throw error;
  }
}

export function jsonReply(value: unknown, status = 200): Reply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}
