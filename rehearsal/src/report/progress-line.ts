import type { Progress } from '../options';

const WIDTH = 24;

/** How far a deployment is, as a bar and in words. */
export function progressText({ target, minute, lastMinute, percent }: Progress): string {
  const done = lastMinute === 0 ? WIDTH : Math.round((WIDTH * Math.min(minute, lastMinute)) / lastMinute);
  const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
  return `${bar} minute ${minute} of ${lastMinute}, ${percent} % on the new version of ${target}`;
}
