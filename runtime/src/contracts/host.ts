import type { IncomingMessage } from 'node:http';
import type { Pace } from '../engine/pace';
import { Fault, notReady } from '../errors';
import type { Lifecycle } from '../lifecycle';
import type { Reply } from '../predict/reply';
import type { Service } from '../predict/service';
import type { Exchange } from '../server/route-table';
import { versionUnknown, wantedVersion } from '../versions/wanted';

/** What a contract is built on. */
export interface Host {
  readonly lifecycle: Lifecycle;
  /** Undefined until the model is ready. */
  readonly service: () => Service | undefined;
  readonly maxBodyBytes: number;
  /** Whether a run seems never to end. */
  readonly isStuck?: () => boolean;
  /** How fast the model is; undefined where it could not be measured. */
  readonly pace?: () => Pace | undefined;
}

export const NO_CONTENT: Reply = { status: 200, contentType: '', body: '' };

/** Whether a new client should be sent here. */
export function isReady(host: Host): boolean {
  return host.lifecycle.isReady && isLive(host);
}

/** Whether anything but a restart helps: a run that never ends cannot be cancelled. */
export function isLive({ isStuck }: Host): boolean {
  return isStuck?.() !== true;
}

/** The service, where it may answer now. */
export function readyService({ lifecycle, service }: Host): Service {
  const ready = lifecycle.answers ? service() : undefined;
  if (ready === undefined) {
    throw notReady(lifecycle.state);
  }
  return ready;
}

/** Refuses a request that names another version: its answer would not be the one that was asked for. */
export function checkVersion(
  { manifest: { version } }: Service,
  { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
): void {
  const wanted = wantedVersion(url, headers);
  if (wanted !== undefined && wanted !== version) {
    throw versionUnknown([version]);
  }
}

/** The body of a request that is meant for the model: it counts as refused where it or its headers cannot be taken. */
export async function bodyFor(service: Service, exchange: Exchange): Promise<Buffer> {
  try {
    checkVersion(service, exchange);
    exchange.deadline();
    return await exchange.body();
  } catch (error) {
    if (error instanceof Fault && error.isClients) {
      service.refuse();
    }
    throw error;
  }
}
