import type { Companion } from './companion';

/** Several as one; each does what it does in their order. Undefined where there is none. */
export function together(companions: readonly Companion[]): Companion | undefined {
  if (companions.length < 2) return companions[0];
  return {
    begin: (minute) => companions.forEach((one) => one.begin(minute)),
    end: (minute) => companions.forEach((one) => one.end(minute)),
    decided: (outcome) => companions.forEach((one) => one.decided(outcome)),
    isSettled: (minute) => companions.every((one) => one.isSettled(minute)),
    get events() {
      return companions.flatMap(({ events }) => events);
    },
    get facts() {
      return companions.flatMap(({ facts }) => facts);
    },
    get notes() {
      return companions.flatMap(({ notes }) => notes);
    },
  };
}
