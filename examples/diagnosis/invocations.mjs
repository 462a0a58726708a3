// Five weeks of an endpoint's requests, made up, as "aws cloudwatch get-metric-data" prints them: for `inference forecast`.
// node invocations.mjs > invocations.json
// By the clocks of Berlin, which go back on 25 October: no requests at night, jumps at 8 and at 13 o'clock, a third at the
// weekend. An incident in the second week; in the last one a holiday on Tuesday and a campaign on Thursday afternoon.
const MINUTES = 5;
const [FROM, UNTIL] = ['2026-10-04T22:00:00Z', '2026-11-08T23:00:00Z'].map(Date.parse);

const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'short',
  hourCycle: 'h23',
});

/** Requests per minute at a time of the clock. */
function level(date, hour) {
  if (hour < 6 || hour >= 22) return 0;
  const weekday = new Date(date).getUTCDay();
  if (weekday === 0 || weekday === 6 || date === '2026-11-03') return 150;
  if (date === '2026-10-13' && hour === 15) return 2600;
  if (date === '2026-11-05' && hour >= 14 && hour < 17) return 1900;
  return hour < 8 || hour >= 18 ? 120 : hour === 13 ? 1300 : 800;
}

let state = 1;
/** From 0 to 1, the same each time. */
function random() {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
}

const Timestamps = [];
const Values = [];
for (let time = FROM; time < UNTIL; time += MINUTES * 60_000) {
  const [date, clockTime] = clock.format(time).split(', ');
  const perMinute = level(date, Number(clockTime.slice(0, 2)));
  // Of a period without requests SageMaker publishes nothing.
  if (perMinute === 0) continue;
  Timestamps.unshift(new Date(time).toISOString());
  Values.unshift(Math.round(perMinute * MINUTES * (0.9 + 0.2 * random())));
}
const result = { Id: 'requests', Label: 'Invocations', Timestamps, Values, StatusCode: 'Complete' };
console.log(JSON.stringify({ MetricDataResults: [result], Messages: [] }));
