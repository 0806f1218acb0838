import { describe, expect, it } from '@jest/globals';
import { GroupRead } from './group-read.js';

/** Reads that end when they are told to. Answers are the questions, shouted. */
function readsOf(limits = { readers: 1, together: 10 }) {
  const reads: { questions: readonly string[]; end: (error?: Error) => void }[] = [];
  const group = new GroupRead<string, string>((questions) => {
    const { promise, resolve, reject } = Promise.withResolvers<(string | Error)[]>();
    const answers = questions.map((question) => (question === 'odd' ? new Error('odd') : question.toUpperCase()));
    reads.push({ questions, end: (error) => (error ? reject(error) : resolve(answers)) });
    return promise;
  }, limits);
  return { group, reads };
}

describe(GroupRead.name, () => {
  it('reads once for all who ask in one turn', async () => {
    const { group, reads } = readsOf();
    const answers = Promise.all(['a', 'b'].map((question) => group.ask(question)));
    await Promise.resolve();
    reads[0]?.end();
    expect(await answers).toEqual(['A', 'B']);
    expect(reads).toHaveLength(1);
  });

  it('answers nobody by a read that had begun before', async () => {
    const { group, reads } = readsOf();
    const early = group.ask('a');
    await Promise.resolve();
    const late = [group.ask('b'), group.ask('c')];
    expect(group.waiting).toBe(2);
    reads[0]?.end();
    await early;
    await Promise.resolve();
    reads[1]?.end();
    expect(await Promise.all(late)).toEqual(['B', 'C']);
    expect(reads.map(({ questions }) => questions)).toEqual([['a'], ['b', 'c']]);
  });

  it('has no more readers than it may, and gives none more than it may', async () => {
    const { group, reads } = readsOf({ readers: 2, together: 2 });
    const answers = ['a', 'b', 'c', 'd', 'e'].map((question) => group.ask(question));
    await Promise.resolve();
    expect(reads.map(({ questions }) => questions)).toEqual([['a', 'b'], ['c', 'd']]);
    reads[1]?.end();
    await answers[3];
    await Promise.resolve();
    expect(reads[2]?.questions).toEqual(['e']);
  });

  it('refuses one alone, or all of a read that failed, and goes on', async () => {
    const { group, reads } = readsOf();
    const [odd, even] = [group.ask('odd'), group.ask('even')];
    await Promise.resolve();
    reads[0]?.end();
    await expect(odd).rejects.toThrow('odd');
    expect(await even).toBe('EVEN');
    const unlucky = group.ask('a');
    await Promise.resolve();
    reads[1]?.end(new Error('away'));
    await expect(unlucky).rejects.toThrow('away');
    const next = group.ask('b');
    await Promise.resolve();
    reads[2]?.end();
    expect(await next).toBe('B');
  });
});
