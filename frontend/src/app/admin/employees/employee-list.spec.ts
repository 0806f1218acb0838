import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Employee } from '@eventide/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { EmployeeList } from './employee-list';
import { EVERY_EMPLOYEE } from './employees-api';

const employee = (id: string) => ({ id, name: id }) as Employee;

describe(EmployeeList.name, () => {
  let list: EmployeeList;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting(), EmployeeList] });
    list = TestBed.inject(EmployeeList);
    server = TestBed.inject(HttpTestingController);
  });

  const asked = () => server.expectOne(({ url }) => url === '/api/employees');
  const ids = () => list.items().map(({ id }) => id);

  async function first(ids: string[], next: string | null): Promise<void> {
    const done = list.refresh();
    asked().flush({ items: ids.map(employee), next, total: 3 });
    await done;
  }

  it('reads page after page to the end', async () => {
    await first(['a', 'b'], 'b');
    const done = list.more();
    void list.more();
    const second = asked();
    expect(second.request.params.get('before')).toBe('b');
    second.flush({ items: [employee('c')], next: null, total: 3 });
    await done;
    expect([ids(), list.total()]).toEqual([['a', 'b', 'c'], 3]);
    await list.more();
    server.verify();
  });

  it('asks for what narrows the selection alone', async () => {
    void list.show({ ...EVERY_EMPLOYEE, q: ' Ann ', department: 'Sales' });
    const { params } = asked().request;
    expect(params.keys().toSorted()).toEqual(['department', 'limit', 'q']);
    expect(params.get('q')).toBe('Ann');
  });

  it('drops the page of a selection that was left', async () => {
    await first(['a'], 'a');
    void list.more();
    const late = asked();
    const done = list.show({ ...EVERY_EMPLOYEE, grade: 'G7' });
    asked().flush({ items: [employee('g')], next: null, total: 1 });
    await done;
    late.flush({ items: [employee('b')], next: null, total: 3 });
    expect(ids()).toEqual(['g']);
  });

  it('keeps what it holds when the next page fails, and reads it when asked again', async () => {
    await first(['a'], 'a');
    const failing = list.more();
    asked().error(new ProgressEvent('error'));
    await failing;
    expect([list.state(), list.failure()?.code, ids()]).toEqual(['ready', 'unreachable', ['a']]);
    const again = list.more();
    asked().flush({ items: [employee('b')], next: null, total: 2 });
    await again;
    expect([list.failure(), ids()]).toEqual([null, ['a', 'b']]);
  });
});
