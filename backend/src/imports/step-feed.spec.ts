import { beforeEach, describe, expect, it } from '@jest/globals';
import { IMPORT_STEPS, type ImportStep, type StepProgress } from '@eventide/contracts';
import { StepFeed } from './step-feed.js';

const at = (step: ImportStep, done: number, state: StepProgress['state'] = 'running'): StepProgress => ({ step, state, done, total: 9, errors: 0 });

describe(StepFeed.name, () => {
  let feed: StepFeed;
  beforeEach(() => {
    feed = new StepFeed();
  });

  it('tells what is new, once', () => {
    feed.show([at('UPLOADING_AREA', 1)]);
    expect(feed.take(0)).toEqual([at('UPLOADING_AREA', 1)]);
    feed.show([at('UPLOADING_AREA', 1)]);
    expect(feed.take(1)).toEqual([]);
  });

  it('tells at most ten in any second, the latest of each step, none left out', () => {
    for (let done = 1; done <= 10; done += 1) {
      feed.show([at('UPLOADING_AREA', done)]);
      expect(feed.take(done)).toHaveLength(1);
    }
    feed.show([at('UPLOADING_AREA', 11), at('UPLOADING_DEPARTMENT', 1)]);
    feed.show([at('UPLOADING_AREA', 12, 'done'), at('UPLOADING_DEPARTMENT', 2)]);
    expect(feed.take(1_000)).toEqual([]);
    expect(feed.isWaiting).toBe(true);
    expect(feed.take(1_001)).toEqual([at('UPLOADING_AREA', 12, 'done')]);
    expect(feed.take(1_002)).toEqual([at('UPLOADING_DEPARTMENT', 2)]);
  });

  it('drops what comes late', () => {
    feed.show([at('UPLOADING_AREA', 5)]);
    feed.take(0);
    feed.show([at('UPLOADING_AREA', 4)]);
    expect(feed.isWaiting).toBe(false);
    feed.show([at('UPLOADING_AREA', 9, 'done')]);
    feed.show([at('UPLOADING_AREA', 9)]);
    expect(feed.take(0)).toEqual([at('UPLOADING_AREA', 9, 'done')]);
  });

  it('is complete when the last word was told', () => {
    feed.show(IMPORT_STEPS.map((step) => at(step, 9, 'done')));
    expect(feed.isComplete).toBe(false);
    expect(feed.take(0)).toHaveLength(IMPORT_STEPS.length);
    expect(feed.isComplete).toBe(true);
  });
});
