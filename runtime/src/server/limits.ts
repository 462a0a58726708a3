import { totalmem } from 'node:os';

/** What a server takes at a time, whoever sends it: beyond, it refuses, instead of running out of memory or files. */
export interface Limits {
  /** Open connections; Infinity for the process of a model, to which only its server connects. */
  readonly connections: number;
  /** Of all bodies that are on their way or not answered yet, together. */
  readonly bodyBytes: number;
  /** So long may a client read nothing of an answer that waits for it. */
  readonly deafMilliseconds: number;
}

/** An idle connection that was used takes about 15 kB, so many of them about 60 MB; balancers keep some hundreds. */
const CONNECTIONS = 4096;
/** The others are for the model, what is made of bodies, and the answers. */
const SHARE_FOR_BODIES = 1 / 4;
/** As long as most proxies wait. */
const DEAF_MS = 60_000;

/** At least one body of the largest size always fits. */
export function limitsFor(maxBodyBytes: number): Limits {
  const bodyBytes = Math.max(maxBodyBytes, Math.floor(memory() * SHARE_FOR_BODIES));
  return { connections: CONNECTIONS, bodyBytes, deafMilliseconds: DEAF_MS };
}

/** Of this machine, or the container's share of it. */
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
