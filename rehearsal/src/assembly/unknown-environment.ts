const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

/** What is known of where a stack goes, or what stands in for it. */
interface Place {
  readonly value: string;
  readonly standIns: readonly string[];
}

export function account(known: string | undefined): Place {
  return known === undefined ? { value: ACCOUNT, standIns: [`account ${ACCOUNT}`] } : { value: known, standIns: [] };
}

export function region(known: string | undefined): Place {
  return known === undefined ? { value: REGION, standIns: [`region ${REGION}`] } : { value: known, standIns: [] };
}
