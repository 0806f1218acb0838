import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Employee } from '@eventide/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { EmployeeList } from './employee-list';
import { EMPLOYEES_PER_PAGE, EVERY_EMPLOYEE } from './employees-api';

const COMPANY = 100_000;

/** The rows from `offset` on, each named after its place. */
function rowsFrom(offset: number, total: number): Employee[] {
  const count = Math.max(0, Math.min(EMPLOYEES_PER_PAGE, total - offset));
  return Array.from({ length: count }, (_, index) => ({ id: `E-${offset + index}` }) as Employee);
}

describe(EmployeeList.name, () => {
  let list: EmployeeList;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting(), EmployeeList] });
    list = TestBed.inject(EmployeeList);
    server = TestBed.inject(HttpTestingController);
  });

  const asked = () => server.expectOne(({ url }) => url === '/api/employees');
  const idAt = (row: number) => list.rows()[row]?.id;

  /** Answers the one request that is under way, and lets its reader go on. @returns the row it asked for */
  async function answer(total = COMPANY): Promise<number> {
    const request = asked();
    const offset = Number(request.request.params.get('offset'));
    request.flush({ items: rowsFrom(offset, total), next: null, total });
    await new Promise<void>((resolve) => setTimeout(resolve));
    return offset;
  }

  async function begin(total = COMPANY): Promise<void> {
    const done = list.refresh();
    await answer(total);
    await done;
  }

  it('is as long as there are employees, and reads the middle and the end without what lies between', async () => {
    await begin();
    expect([list.total(), list.rows().length, idAt(0), idAt(99), idAt(100)]).toEqual([COMPANY, COMPANY, 'E-0', 'E-99', undefined]);
    void list.look({ start: 49_990, end: 50_040 });
    expect([await answer(), await answer()]).toEqual([49_900, 50_000]);
    expect([idAt(49_990), idAt(50_039)]).toEqual(['E-49990', 'E-50039']);
    void list.look({ start: COMPANY - 30, end: COMPANY + 50 });
    expect([await answer(), idAt(COMPANY - 1), list.rows().length]).toEqual([COMPANY - 100, 'E-99999', COMPANY]);
    await list.look({ start: COMPANY - 20, end: COMPANY + 50 });
    server.verify();
  });

  it('asks for nothing that was only scrolled past', async () => {
    await begin();
    void list.look({ start: 10_000, end: 10_020 });
    void list.look({ start: 60_000, end: 60_020 });
    void list.look({ start: 90_000, end: 90_020 });
    expect([await answer(), await answer()]).toEqual([10_000, 90_000]);
    server.verify();
  });

  it('lets go of what is far from where one looks', async () => {
    await begin();
    void list.look({ start: 1_000, end: 1_010 });
    await answer();
    expect([idAt(0), idAt(1_000)]).toEqual(['E-0', 'E-1000']);
    void list.look({ start: 1_100, end: 1_110 });
    await answer();
    expect([idAt(0), idAt(1_000), idAt(1_100)]).toEqual([undefined, 'E-1000', 'E-1100']);
  });

  it('asks for what narrows the selection alone', () => {
    void list.show({ ...EVERY_EMPLOYEE, q: ' Ann ', department: 'Sales' });
    const { params } = asked().request;
    expect(params.keys().toSorted()).toEqual(['department', 'limit', 'offset', 'q']);
    expect(params.get('q')).toBe('Ann');
  });

  it('drops the page of a selection that was left, and begins the next one at its first row', async () => {
    await begin();
    void list.look({ start: 5_000, end: 5_010 });
    const late = asked();
    void list.show({ ...EVERY_EMPLOYEE, grade: 'G7' });
    expect(await answer(1)).toBe(0);
    late.flush({ items: rowsFrom(5_000, COMPANY), next: null, total: COMPANY });
    expect([list.rows().length, idAt(0)]).toEqual([1, 'E-0']);
    server.verify();
  });

  it('keeps what it holds when a page fails, and reads the same place when asked again', async () => {
    await begin();
    const failing = list.look({ start: 5_000, end: 5_010 });
    asked().error(new ProgressEvent('error'));
    await failing;
    expect([list.state(), list.failure()?.code, idAt(0)]).toEqual(['ready', 'unreachable', 'E-0']);
    void list.refresh();
    expect(await answer()).toBe(5_000);
    expect([list.failure(), idAt(5_000)]).toEqual([null, 'E-5000']);
  });

  it('gets shorter when people have gone', async () => {
    await begin();
    void list.look({ start: COMPANY - 10, end: COMPANY });
    await answer(50_000);
    expect([list.total(), list.rows().length]).toEqual([50_000, 50_000]);
    server.verify();
  });
});
