// Loaded before a program: its wall clock is an hour off, sometimes ahead and sometimes behind.
const { now } = Date;
const HOUR_MS = 3_600_000;
const start = process.hrtime.bigint();
const shift = () => (((process.hrtime.bigint() - start) / 100_000_000n) % 2n === 0n ? HOUR_MS : -HOUR_MS);
Date.now = () => now() + shift();
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length === 0 ? [Date.now()] : given));
  }
};
