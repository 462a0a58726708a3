import { CannotEvaluate } from '../../alarms/math/cannot-evaluate';

const DAY_MINUTES = 1440;

/** Offsets from UTC change on the quarter of an hour at most. */
const BLOCK_MINUTES = 15;

/** A clock on the wall somewhere: minutes since 1970 as that clock shows them. */
export class LocalTime {
  private readonly format: Intl.DateTimeFormat;
  /** The minutes, of which the last is not among them, that the offset holds for. */
  private known = { from: 0, to: 0, offset: 0 };

  /** Throws CannotEvaluate for a time zone that nobody knows. */
  constructor(zone: string) {
    try {
      this.format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    } catch {
      throw new CannotEvaluate(`time zone ${zone}`);
    }
  }

  at(epochMinute: number): number {
    if (epochMinute < this.known.from || epochMinute >= this.known.to) this.look(epochMinute);
    return epochMinute + this.known.offset;
  }

  /** A day at a time, unless the offset changes in it. */
  private look(epochMinute: number): void {
    const [day, block] = [DAY_MINUTES, BLOCK_MINUTES].map((length) => Math.floor(epochMinute / length) * length);
    const offset = this.offsetAt(day);
    this.known =
      offset === this.offsetAt(day + DAY_MINUTES)
        ? { from: day, to: day + DAY_MINUTES, offset }
        : { from: block, to: block + BLOCK_MINUTES, offset: this.offsetAt(block) };
  }

  private offsetAt(epochMinute: number): number {
    const parts = this.format.formatToParts(epochMinute * 60_000);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const match = /^GMT([+-])(\d\d):(\d\d)/.exec(name);
    return match === null ? 0 : Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3]));
  }
}

/** A time without a zone, as minutes since 1970 on its own clock. */
export function zonedMinute(time: string): number {
  return Date.parse(`${time}Z`) / 60_000;
}
