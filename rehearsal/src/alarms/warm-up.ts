import { CannotEvaluate } from './math/cannot-evaluate';

/** How long a new alarm stays in INSUFFICIENT_DATA. */
export interface WarmUp {
  readonly minutes: number;
  /** Until the end, even if its window is full before. */
  readonly isFixed: boolean;
}

const MOST_MINUTES = 2880;

/** Reads WarmUpConfiguration. Throws CannotEvaluate. */
export function readWarmUp(configuration: unknown): WarmUp | undefined {
  if (configuration === undefined) return undefined;
  const { WarmUpPeriodDurationInMinutes: minutes, OnlyStartEvaluatingAfterWarmUpPeriodEnds: isFixed } =
    configuration as Readonly<Record<string, unknown>>;
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES) {
    throw new CannotEvaluate(`WarmUpPeriodDurationInMinutes ${String(minutes)}`);
  }
  return { minutes, isFixed: isFixed === true };
}
