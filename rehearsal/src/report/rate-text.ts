import type { TrafficFacts } from '../result';

type Rate = Pick<TrafficFacts, 'requestsPerMinute' | 'range' | 'rateFrom' | 'profile' | 'recording'>;

/** How many requests came, and why so many. */
export function rateText({ requestsPerMinute, range, rateFrom, profile, recording }: Rate): string {
  const rate =
    range === undefined || range.least === range.most
      ? `${requestsPerMinute} requests per minute`
      : `${range.least} to ${range.most} requests per minute (${requestsPerMinute} on average)`;
  const over = recording && `over ${recording.minutes} min`;
  switch (rateFrom) {
    case 'profile':
      return `${rate} by ${profile?.file}${profile?.beginsAt === undefined ? '' : ` from ${profile.beginsAt} UTC on`}`;
    case 'recording':
      return `${rate} as recorded ${over}`;
    case 'option':
      return `${rate} as given${over === undefined ? '' : `, spread as recorded ${over}`}`;
    case 'template':
      return `${rate} as the template expects`;
    case 'default':
      return `${rate} assumed`;
  }
}
