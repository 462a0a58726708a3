import type { IncomingHttpHeaders } from 'node:http';
import type { ModelProcess } from './model-process';

export interface WatchTimes {
  readonly everyMilliseconds: number;
  /** A process that gives no sign of life for so long is as good as dead. */
  readonly withinMilliseconds: number;
}

/** Reading the largest body may hold a process for a while, a run of the model never does. */
const TIMES: WatchTimes = { everyMilliseconds: 5000, withinMilliseconds: 30_000 };
const LIVE = { method: 'GET', path: '/v2/health/live', headers: {} as IncomingHttpHeaders, body: Buffer.alloc(0) };

/** Calls back when the process still runs but gives no sign of life, or says itself that it hangs; once. */
export function watch(process: ModelProcess, whenHung: () => void, times: WatchTimes = TIMES): void {
  let isWatched = true;
  const hang = (): void => {
    if (isWatched) {
      isWatched = false;
      whenHung();
    }
  };
  const look = async (): Promise<void> => {
    const timer = setTimeout(hang, times.withinMilliseconds);
    timer.unref();
    // It may end instead.
    const reply = await process.pass(LIVE).catch(() => undefined);
    clearTimeout(timer);
    if (reply?.status === 503) {
      hang();
    }
    if (isWatched) {
      setTimeout(() => void look(), times.everyMilliseconds).unref();
    }
  };
  void process.lost.then(() => (isWatched = false));
  void look();
}
