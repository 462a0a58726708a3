import type { Progress } from '../options';

const WIDTH = 24;
/** Some terminals do not say how wide they are. */
const DEFAULT_COLUMNS = 80;

/** One line that is written over and over, on a terminal only. */
export class ProgressLine {
  constructor(private readonly stream: NodeJS.WriteStream) {}

  readonly show = ({ target, minute, lastMinute, percent }: Progress): void => {
    if (!this.stream.isTTY) return;
    const done = lastMinute === 0 ? WIDTH : Math.round((WIDTH * Math.min(minute, lastMinute)) / lastMinute);
    const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
    const text = `${bar} minute ${minute} of ${lastMinute}, ${percent} % on the new version of ${target}`;
    this.stream.write(`\r\x1b[2K${text.slice(0, (this.stream.columns || DEFAULT_COLUMNS) - 1)}`);
  };

  clear(): void {
    if (this.stream.isTTY) this.stream.write('\r\x1b[2K');
  }
}
