import { multiModel } from '@inference-constructs/runtime/contracts/multi-model';
import { Lifecycle } from '@inference-constructs/runtime/lifecycle';
import type { Models } from '@inference-constructs/runtime/multi-model/models';

it('tells where the next page begins, until there is none', async () => {
  const names = Array.from({ length: 250 }, (_, at) => `m${1000 + at}`);
  const models = {
    list: (after: string, most: number) => {
      const rest = names.filter((name) => name > after).map((name) => ({ name, url: '/' }));
      return { models: rest.slice(0, most), hasMore: rest.length > most };
    },
  } as unknown as Models;
  const host = { lifecycle: new Lifecycle(), service: () => undefined, maxBodyBytes: 1000 };
  const route = multiModel(host, models).find(({ method, path }) => method === 'GET' && path === '/models');
  const seen: number[] = [];
  let token: string | undefined = '';
  while (token !== undefined) {
    const query = new URLSearchParams({ next_page_token: token });
    const reply = await route!.answer({
      method: 'GET',
      url: '/models',
      headers: {},
      deadline: () => undefined,
      places: {},
      query: () => query,
      body: () => Promise.reject(new Error()),
      isGone: () => false,
      whenGone: () => undefined,
    });
    const page = JSON.parse(String(reply.body)) as { models: object[]; nextPageToken?: string };
    seen.push(page.models.length);
    token = page.nextPageToken;
  }
  expect(seen).toEqual([100, 100, 50]);
});
