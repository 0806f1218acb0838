import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PeopleRepository } from './people.repository.js';

/** What every PeopleRepository does. @param make gives an empty one */
export function describePeople(name: string, make: () => Promise<PeopleRepository>): void {
  describe(name, () => {
    let people: PeopleRepository;
    beforeEach(async () => {
      people = await make();
    });

    it('registers a person with defaults', async () => {
      const user = await people.upsert('a', { name: 'Ann' });
      expect(user).toEqual({
        id: 'a',
        name: 'Ann',
        email: null,
        roles: ['user'],
        department: null,
        grade: null,
        hiredAt: null,
        locale: null,
        timezone: null,
      });
      expect(await people.find('a')).toEqual(user);
    });

    it('replaces the given fields and keeps the others', async () => {
      await people.upsert('a', { name: 'Ann', email: 'a@x.test', roles: ['admin'], department: 'Sales' });
      const user = await people.upsert('a', { name: 'Anna', email: undefined, locale: 'en' });
      expect(user).toMatchObject({ name: 'Anna', email: 'a@x.test', roles: ['admin'], department: 'Sales', locale: 'en' });
    });

    it('keeps the password when other fields change', async () => {
      await people.upsert('a', { name: 'Ann', email: 'a@x.test' });
      await people.setPassword('a', 'hash');
      await people.upsert('a', { name: 'Anna' });
      expect((await people.findByEmail('a@x.test'))?.passwordHash).toBe('hash');
    });

    it('finds by e-mail address whatever its case, and shows it as given', async () => {
      await people.upsert('a', { name: 'Ann', email: 'Ann@X.test' });
      const account = await people.findByEmail('aNN@x.TEST');
      expect(account).toMatchObject({ user: { id: 'a', email: 'Ann@X.test' }, passwordHash: null });
    });

    it('refuses an e-mail address that somebody else has', async () => {
      await people.upsert('a', { name: 'Ann', email: 'ann@x.test' });
      await expect(people.upsert('b', { name: 'Ben', email: 'ANN@x.test' })).rejects.toMatchObject({ code: 'conflict' });
      expect(await people.find('b')).toBeNull();
      await expect(people.upsert('a', { name: 'Ann', email: 'ANN@x.test' })).resolves.toMatchObject({ email: 'ANN@x.test' });
    });

    it('lets several people be without an address', async () => {
      await people.upsert('a', { name: 'Ann' });
      await people.upsert('b', { name: 'Ben' });
      expect((await people.search('', 10)).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    it('gives an old address free', async () => {
      await people.upsert('a', { name: 'Ann', email: 'old@x.test' });
      await people.upsert('a', { name: 'Ann', email: 'new@x.test' });
      expect(await people.findByEmail('old@x.test')).toBeNull();
      await expect(people.upsert('b', { name: 'Ben', email: 'old@x.test' })).resolves.toMatchObject({ id: 'b' });
    });

    it('gives the names of those it knows', async () => {
      await people.upsert('a', { name: 'Ann' });
      expect(await people.names(['a', 'unknown', 'a'])).toEqual(new Map([['a', 'Ann']]));
      expect(await people.names([])).toEqual(new Map());
    });

    it('searches the beginnings of words, by name, up to a limit', async () => {
      await people.upsert('z9', { name: 'Ann Cole' });
      await people.upsert('b', { name: 'Cora' });
      await people.upsert('c.x', { name: 'Ben' });
      const ids = async (text: string, limit = 10) => (await people.search(text, limit)).map(({ id }) => id);
      expect(await ids('CO')).toEqual(['z9', 'b']);
      expect(await ids('CO', 1)).toEqual(['z9']);
      expect(await ids('c.')).toEqual(['c.x']);
      expect(await ids('nn')).toEqual([]);
      expect(await ids('.*')).toEqual([]);
      expect(await ids('(')).toEqual([]);
    });

    it('gives who has a role, page by page', async () => {
      for (const id of ['c', 'B', 'a', 'd']) await people.upsert(id, { name: id, roles: ['admin', 'user'] });
      await people.upsert('e', { name: 'e', roles: ['administrator'] });
      await people.upsert('a', { name: 'a', roles: ['user'] });
      expect(await people.withRole('admin', '', 2)).toEqual(['B', 'c']);
      expect(await people.withRole('admin', 'c', 2)).toEqual(['d']);
      expect(await people.withRole('admin', 'd', 2)).toEqual([]);
    });

    it('removes a person and the password', async () => {
      await people.upsert('a', { name: 'Ann', email: 'a@x.test' });
      await people.setPassword('a', 'hash');
      expect([await people.remove('a'), await people.remove('a')]).toEqual([true, false]);
      expect(await people.find('a')).toBeNull();
      await people.upsert('a', { name: 'Ann', email: 'a@x.test' });
      expect((await people.findByEmail('a@x.test'))?.passwordHash).toBeNull();
    });

    it('sets no password for somebody unknown', async () => {
      await people.setPassword('a', 'hash');
      expect(await people.find('a')).toBeNull();
    });
  });
}
