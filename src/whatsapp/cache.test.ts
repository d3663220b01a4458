import { expect, it } from 'vitest';
import { createCache } from './cache.ts';

it('a cache forgets what was not used for longest', async () => {
  const cache = createCache(2);
  await cache.set('a', 1);
  await cache.set('b', 2);
  expect(await cache.get('a')).toBe(1);
  await cache.set('c', 3);
  expect(await cache.mget?.(['a', 'b', 'c'])).toEqual({ a: 1, b: undefined, c: 3 });
  await cache.del('a');
  expect(await cache.get('a')).toBeUndefined();
});
