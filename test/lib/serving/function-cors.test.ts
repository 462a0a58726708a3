import { decide, properties } from './support/function';

describe('a URL for pages in browsers', () => {
  const origins = ['https://app.example.com'];
  const cors = (overrides: object = {}) => decide({ hasUrl: true, cors: { allowedOrigins: origins, ...overrides } });

  test('lets a signed POST through, and nothing else', () => {
    expect(properties(cors({ maxAgeSeconds: 600 }), 'Url').Cors).toEqual({
      AllowOrigins: origins,
      AllowMethods: ['POST'],
      AllowHeaders: [
        'accept',
        'authorization',
        'content-type',
        'x-amz-content-sha256',
        'x-amz-date',
        'x-amz-security-token',
      ],
      MaxAge: 600,
    });
  });

  test.each([
    [
      { allowedOrigins: ['https://app.example.com/'] },
      'allowed origin ("https://app.example.com/"): "*", or scheme and host as a browser sends them, without a path or a slash at the end, in at most 253 characters. write for example "https://app.example.com"',
    ],
    [
      { allowedOrigins: [`https://${'a'.repeat(246)}`] },
      `allowed origin ("https://${'a'.repeat(246)}"): "*", or scheme and host as a browser sends them, without a path or a slash at the end, in at most 253 characters. write for example "https://app.example.com"`,
    ],
    [{ allowedOrigins: [] }, 'allowed origins (0): from 1 to 100. name as many, or "*" for all'],
    [
      { allowedMethods: ['OPTIONS'] },
      'allowed method ("OPTIONS"): one of GET, PUT, HEAD, POST, PATCH, DELETE, *. leave it out; Lambda answers OPTIONS itself',
    ],
    [
      { allowedMethods: ['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'] },
      'allowed methods (7): at most 6. name as many, or "*" for all',
    ],
    [
      { allowedHeaders: Array.from({ length: 101 }, (_, i) => `x-${i}`) },
      'allowed headers (101): at most 100. name as many, or "*" for all',
    ],
    [{ maxAgeSeconds: 86_401 }, 'max age (86401 s): whole seconds from 0 to 86400. choose a value in that range'],
  ])('refuses %j', (overrides, message) => {
    expect(() => cors(overrides)).toThrow(new Error(message));
  });

  test('may allow no header', () => {
    expect(properties(cors({ allowedHeaders: [] }), 'Url').Cors).toMatchObject({ AllowHeaders: [] });
  });

  test('takes what is not known yet', () => {
    const isUnresolved = (value: unknown) => String(value).startsWith('token') || value === -1;
    const asked = { allowedOrigins: ['token'], allowedMethods: ['token'], maxAgeSeconds: -1 };
    expect(properties(decide({ hasUrl: true, cors: asked, isUnresolved }), 'Url').Cors).toMatchObject({ MaxAge: -1 });
  });

  test('is needed for its CORS', () => {
    expect(() => decide({ cors: { allowedOrigins: origins } })).toThrow(
      new Error('functionUrlCors (given): the function has no URL. set functionUrl, or leave it out'),
    );
  });
});
