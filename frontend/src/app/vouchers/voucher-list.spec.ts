import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Voucher } from '@eventide/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { EventStreams, type StreamNews } from '../core/event-streams';
import { VoucherList } from './voucher-list';

function voucher(number: number, fields: Partial<Voucher> = {}): Voucher {
  const at = new Date(Date.UTC(2026, 4, 20) + number * 1_000).toISOString();
  const text = { name: 'Ann', department: 'Sales', code: 'LUNCH', title: 'Lunch', currency: 'EUR' };
  return { id: `v${number}`, employeeId: `e${number}`, amount: 10, at, ...text, ...fields };
}

describe(VoucherList.name, () => {
  let list: VoucherList;
  let server: HttpTestingController;
  let stream: Subject<StreamNews<Voucher>>;

  beforeEach(() => {
    jest.useFakeTimers();
    stream = new Subject();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        VoucherList,
        { provide: EventStreams, useValue: { open: () => stream } },
      ],
    });
    list = TestBed.inject(VoucherList);
    server = TestBed.inject(HttpTestingController);
  });

  afterEach(() => void jest.useRealTimers());

  const ids = () => list.items().map(({ id }) => id);
  const takenIn = () => jest.advanceTimersByTimeAsync(200);
  const come = (...rows: Voucher[]) => rows.forEach((data) => stream.next({ kind: 'event', data }));

  async function answer(items: Voucher[], next: string | null = null): Promise<void> {
    server.expectOne(({ url }) => url === '/api/vouchers').flush({ items, next });
    await jest.advanceTimersByTimeAsync(0);
  }

  it('puts what comes above what was there, each row once', async () => {
    list.open();
    await answer([voucher(2), voucher(1)]);
    come(voucher(3), voucher(2), voucher(4));
    await takenIn();
    expect(ids()).toEqual(['v4', 'v3', 'v2', 'v1']);
  });

  it('leaves out what the filter leaves out', async () => {
    list.open();
    await answer([]);
    const shown = list.show({ employeeId: '', code: 'LUNCH' });
    await answer([]);
    await shown;
    come(voucher(1), voucher(2, { code: 'OTHER' }));
    await takenIn();
    expect([ids(), list.arrived()]).toEqual([['v1'], 1]);
  });

  it('reads again what it missed while the line was broken', async () => {
    list.open();
    await answer([voucher(1)]);
    stream.next({ kind: 'interrupted' });
    expect(list.live()).toBe(false);
    stream.next({ kind: 'connected' });
    await answer([voucher(2), voucher(1)]);
    expect([ids(), list.live()]).toEqual([['v2', 'v1'], true]);
  });

  it('keeps what comes while it reads again', async () => {
    list.open();
    await answer([voucher(1)]);
    const refreshed = list.refresh();
    come(voucher(2));
    await takenIn();
    await answer([voucher(1)]);
    await refreshed;
    await takenIn();
    expect([ids(), list.arrived()]).toEqual([['v2', 'v1'], 1]);
  });

  it('holds the newest two hundred of a flood, and offers nothing behind them', async () => {
    list.open();
    await answer([voucher(0)], 'cursor');
    expect(list.hasOlder()).toBe(true);
    come(...Array.from({ length: 5_000 }, (_, index) => voucher(index + 1)));
    await takenIn();
    expect([list.items().length, ids()[0], list.hasOlder(), list.arrived()]).toEqual([200, 'v5000', false, 5_000]);
  });

  it('pages back to older ones', async () => {
    list.open();
    await answer([voucher(2)], 'cursor');
    const older = list.older();
    await answer([voucher(1)]);
    await older;
    expect([ids(), list.hasOlder()]).toEqual([['v2', 'v1'], false]);
  });
});
