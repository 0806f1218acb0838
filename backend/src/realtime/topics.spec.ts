import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Json } from '@eventide/contracts';
import type { ClusterLink } from './cluster-link.js';
import { Topics } from './topics.js';

/** Processes that tell each other everything. */
function cluster(size: number): Topics[] {
  const hear: ((topic: string, payload: Json) => void)[] = [];
  return Array.from({ length: size }, (_, own) => {
    const link: Pick<ClusterLink, 'onTopic' | 'tell'> = {
      onTopic: (listener) => (hear[own] = listener),
      tell: (topic, payload) => hear.forEach((listener, other) => other !== own && listener(topic, payload)),
    };
    return new Topics(link as ClusterLink);
  });
}

describe(Topics.name, () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('tells who listens to the topic, here and elsewhere, once each', () => {
    const [here, there] = cluster(2) as [Topics, Topics];
    const [near, far, deaf] = [jest.fn(), jest.fn(), jest.fn()];
    here.subscribe('rows', near);
    there.subscribe('rows', far);
    there.subscribe('steps', deaf);
    here.publish('rows', [1, 2]);
    expect(near.mock.calls).toEqual([[[1, 2]]]);
    expect(far.mock.calls).toEqual([[[1, 2]]]);
    expect(deaf).not.toHaveBeenCalled();
  });

  it('tells nothing more to who has ended the subscription, and goes on telling others', () => {
    const [topics] = cluster(1) as [Topics];
    const [gone, other] = [jest.fn(), jest.fn()];
    const end = topics.subscribe('rows', gone);
    topics.subscribe('rows', other);
    end();
    end();
    topics.publish('rows', 1);
    expect(gone).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledTimes(1);
  });

  it('serves every listener whatever another does', () => {
    const [topics] = cluster(1) as [Topics];
    const other = jest.fn();
    topics.subscribe('rows', () => {
      throw new Error('a listener at fault');
    });
    topics.subscribe('rows', other);
    expect(() => topics.publish('rows', 1)).not.toThrow();
    expect(other).toHaveBeenCalledTimes(1);
  });
});
