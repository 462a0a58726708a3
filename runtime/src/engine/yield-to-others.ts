import { getPriority, setPriority } from 'node:os';

/** Of this thread and those that are started from it: whoever answers `/ping` must not wait for them to pause. */
const NICER_BY = 5;
const NICEST = 19;

export function yieldToOthers(): void {
  try {
    // On Linux a thread's own; elsewhere the process's, which is left alone.
    if (process.platform === 'linux') {
      setPriority(0, Math.min(NICEST, getPriority(0) + NICER_BY));
    }
  } catch {
    // Not allowed here: it is a courtesy only.
  }
}
