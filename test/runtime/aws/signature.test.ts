import { sign } from '@inference-constructs/runtime/aws/signature';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

test('the example of the documentation has its signature', () => {
  const request = {
    method: 'GET',
    url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: '',
  };
  const scope = { region: 'us-east-1', service: 'iam' };
  expect(sign(request, CREDENTIALS, scope, new Date('2015-08-30T12:36:00Z'))).toEqual({
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date, ' +
      'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  });
});

test('the token of a session is sent and signed', () => {
  const request = { method: 'POST', url: new URL('https://lambda.eu-west-1.amazonaws.com/'), headers: {}, body: '{}' };
  const scope = { region: 'eu-west-1', service: 'lambda' };
  const signed = sign(request, { ...CREDENTIALS, sessionToken: 'token' }, scope);
  expect(signed['x-amz-security-token']).toBe('token');
  expect(signed.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
});
