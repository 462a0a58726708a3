import { Fault } from '../errors';
import type { Reply } from '../predict/reply';
import type { ModelProcess } from '../processes/model-process';
import { ProcessLost, type Passed } from '../processes/pass';
import type { Exchange } from '../server/route-table';
import type { ServedVersion } from './served-version';
import type { Versions } from './versions';
import { VERSION_HEADER, wantedVersion } from './wanted';

/** So long a request waits altogether for a process in the place of one that ended. */
const PATIENCE_MS = 10_000;
/** The end of a process is heard of a moment after its connections broke; an end that is not heard of is none. */
const HEARSAY_MS = 1000;
/** A request that ended two processes is not given a third. */
const MOST_ATTEMPTS = 2;

/** Lets a version's process answer. A request whose process is lost is sent once more, to the one in its place. */
export async function answerBy(versions: Versions, exchange: Exchange): Promise<Reply> {
  const wanted = wantedVersion(exchange.url, exchange.headers);
  const began = performance.now();
  const passed = await passable(versions, wanted, exchange);
  const until = Math.min(began + PATIENCE_MS, passed.deadline ?? Infinity);
  for (let attempt = 1; ; attempt++) {
    const { served, process } = await processOf(versions, wanted, until);
    const reply = await answerOf(process, passed);
    if (reply !== undefined) {
      return { ...reply, headers: { ...reply.headers, [VERSION_HEADER]: served.declared.version } };
    }
    if (attempt === MOST_ATTEMPTS) {
      const retryAfter = served.secondsToRecover;
      throw new Fault('EngineLost', 'The process of the model ended before it answered, twice.', { retryAfter });
    }
    await heardOf(process);
  }
}

/** A request that may be passed on; what is refused here counts as refused by the model, like what its process refuses. */
async function passable(versions: Versions, wanted: string | undefined, exchange: Exchange): Promise<Passed> {
  const { method, url: path, headers, whenGone } = exchange;
  try {
    const deadline = exchange.deadline();
    versions.find(wanted);
    return { method, path, headers, body: await exchange.body(), deadline, whenGone };
  } catch (error) {
    if (method === 'POST' && error instanceof Fault && error.isClients) {
      versions.countRefused(wanted);
    }
    throw error;
  }
}

interface Found {
  readonly served: ServedVersion;
  readonly process: ModelProcess;
}

async function processOf(versions: Versions, wanted: string | undefined, until: number): Promise<Found> {
  for (;;) {
    const served = versions.find(wanted);
    const process = await served.take(Math.max(0, until - performance.now()));
    if (process !== undefined) {
      return { served, process };
    }
    // It was retired meanwhile: another one is there under its name, or none is.
  }
}

/** Undefined where the process, or the engine in it, is lost. */
async function answerOf(process: ModelProcess, passed: Passed): Promise<Reply | undefined> {
  try {
    const reply = await process.pass(passed);
    return reply.status === 503 && isEngineLost(reply.body) ? undefined : reply;
  } catch (error) {
    if (error instanceof ProcessLost) {
      return undefined;
    }
    throw error;
  }
}

function isEngineLost(body: string | Buffer): boolean {
  return body.includes('"code":"EngineLost"');
}

async function heardOf(process: ModelProcess): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, HEARSAY_MS)));
  await Promise.race([process.lost, enough]);
  clearTimeout(timer);
}
