import { spawnSync } from 'node:child_process';
import { sign } from '@inference-constructs/runtime/aws/signature';
import { testWithMoto } from '../../support/moto';

const TIME = '2026-11-22T10:00:00Z';
const REQUESTS = [
  { method: 'GET', url: 'https://lambda.eu-north-1.amazonaws.com/2015-03-31/functions/Fn_1/aliases/live', body: '' },
  {
    method: 'POST',
    url: 'https://lambda.eu-north-1.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda/invocations?Qualifier=3',
    body: '{"inputs":{"x":"ä"}}',
  },
  { method: 'POST', url: 'https://codedeploy.eu-north-1.amazonaws.com/', body: '{}' },
];

/** What the SDK for Python signs with: the same requests, at the same time. */
const BOTOCORE = `
import sys, json, datetime
from unittest import mock
import botocore.auth, botocore.awsrequest, botocore.credentials
class Fixed(datetime.datetime):
    @classmethod
    def utcnow(cls): return cls(2026, 11, 22, 10, 0, 0)
    @classmethod
    def now(cls, tz=None): return cls(2026, 11, 22, 10, 0, 0, tzinfo=tz)
botocore.auth.get_current_datetime = lambda *a, **k: Fixed.utcnow()
botocore.auth.datetime = mock.Mock(datetime=Fixed, timezone=datetime.timezone)
out = []
for r in json.load(sys.stdin):
    request = botocore.awsrequest.AWSRequest(method=r['method'], url=r['url'], data=r['body'].encode(), headers={'content-type': 'application/json'})
    auth = botocore.auth.SigV4Auth(botocore.credentials.Credentials('AKID', 'SECRET', 'token'), 'service', 'eu-north-1')
    auth.add_auth(request)
    out.append(request.headers['Authorization'])
print(json.dumps(out))
`;

testWithMoto('requests are signed as the SDK for Python signs them', () => {
  const { stdout, stderr } = spawnSync('python3', ['-c', BOTOCORE], {
    input: JSON.stringify(REQUESTS),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET', sessionToken: 'token' };
  const scope = { region: 'eu-north-1', service: 'service' };
  const ours = REQUESTS.map(({ method, url, body }) => {
    const headers = { 'content-type': 'application/json' };
    return sign({ method, url: new URL(url), headers, body }, credentials, scope, new Date(TIME)).authorization;
  });
  expect(ours).toEqual(JSON.parse(stdout));
});
