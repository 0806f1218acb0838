import { describe, expect, it } from '@jest/globals';
import type { SseWriter } from '../platform/sse-writer.js';
import { inboxFrame, syncPage } from './in-memory-connection.js';
import { StreamWriter } from './stream-writer.js';

/** A response that keeps what is written, and sends only what it is told to. */
class InMemorySse {
  readonly written: { name: string; id: string | undefined }[] = [];
  writtenBytes = 0;
  sentBytes = 0;

  event(name: string, data: unknown, id?: string): void {
    this.written.push({ name, id });
    this.writtenBytes += JSON.stringify(data).length;
  }

  get unsentBytes(): number {
    return this.writtenBytes - this.sentBytes;
  }
}

function streamWriter(): { sse: InMemorySse; writer: StreamWriter } {
  const sse = new InMemorySse();
  return { sse, writer: new StreamWriter(sse as Partial<SseWriter> as SseWriter) };
}

describe(StreamWriter.name, () => {
  it('gives every event with a place the cursor after it', () => {
    const { sse, writer } = streamWriter();
    writer.write('sync', syncPage({ inbox: 4, all: 2 }));
    writer.write('notificationChanged', inboxFrame(5).payload as never);
    writer.write('tokenExpiring', { expiresInMs: 1 });
    writer.write('announcementChanged', { epoch: 'epoch-1', seq: 3, prev: 2, changes: [] });
    expect(sse.written).toEqual([
      { name: 'sync', id: 'epoch-1;4;2' },
      { name: 'notificationChanged', id: 'epoch-1;5;2' },
      { name: 'tokenExpiring', id: undefined },
      { name: 'announcementChanged', id: 'epoch-1;5;3' },
    ]);
  });

  it('goes back with a page of another life of the database only', () => {
    const { sse, writer } = streamWriter();
    writer.write('sync', syncPage({ inbox: 4, all: 2 }));
    writer.write('sync', syncPage({ inbox: 3, all: 3 }));
    writer.write('sync', syncPage({ epoch: 'epoch-2', inbox: 1 }));
    expect(sse.written.map(({ id }) => id)).toEqual(['epoch-1;4;2', 'epoch-1;4;3', 'epoch-2;1;0']);
  });

  it('counts what is unsent without the newest page, as far as that is on its way', () => {
    const { sse, writer } = streamWriter();
    writer.write('tokenExpiring', { expiresInMs: 1 });
    const before = sse.writtenBytes;
    writer.writePage(() => writer.write('sync', syncPage({ inbox: 4 })));
    const page = sse.writtenBytes - before;
    expect(writer.unsentBytes).toBe(before);
    sse.sentBytes = before + 10;
    expect(writer.unsentBytes).toBe(0);
    writer.write('tokenExpiring', { expiresInMs: 1 });
    expect(writer.unsentBytes).toBe(before);
    sse.sentBytes = before + page + 1;
    expect(writer.unsentBytes).toBe(before - 1);
  });
});
