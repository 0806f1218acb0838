import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AllocationForm } from './allocation-form';

const ROUTE = '/api/vouchers/allocations';

describe(AllocationForm.name, () => {
  let fixture: ComponentFixture<AllocationForm>;
  let server: HttpTestingController;
  const closed = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    closed.mockClear();
    // What jsdom lacks.
    Object.assign(HTMLDialogElement.prototype, { showModal: () => undefined, close: closed });
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(AllocationForm);
  });

  afterEach(() => void jest.useRealTimers());

  const page = () => fixture.nativeElement as HTMLElement;
  const settle = () => jest.advanceTimersByTimeAsync(400);

  function write(id: string, text: string): void {
    const field = page().querySelector<HTMLInputElement>(`#${id}`)!;
    field.value = text;
    field.dispatchEvent(new Event('input'));
  }

  async function fill(): Promise<void> {
    await settle();
    write('voucher-title', 'Summer lunch');
    write('voucher-code', 'SUMMER');
    write('voucher-amount', '12,50');
    server.expectOne('/api/organisation').flush({ departments: [{ code: 'Sales', name: null }], grades: [] });
    await settle();
    page().querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
    await settle();
  }

  async function counted(count: number): Promise<void> {
    for (const request of server.match(({ params }) => params.has('dryRun'))) {
      if (!request.cancelled) request.flush({ count, sample: [] });
    }
    await settle();
  }

  async function submit(): Promise<void> {
    page().querySelector('form')!.dispatchEvent(new Event('submit'));
    await settle();
  }

  function press(words: string): void {
    const buttons = [...page().querySelectorAll('button')];
    buttons.find((button) => button.textContent.includes(words))!.click();
  }

  it('asks once more, then sends what was asked about', async () => {
    await fill();
    await counted(200);
    await submit();
    expect(page().textContent).toContain('Give 200 vouchers?');
    press('Give 200 vouchers');
    // As only then the focus goes back to where it was.
    expect(closed).toHaveBeenCalledTimes(1);
    expect(server.expectOne(ROUTE).request.body).toEqual({
      voucher: { code: 'SUMMER', title: 'Summer lunch', amount: 12.5, currency: 'EUR' },
      criteria: { departments: ['Sales'] },
      notifyManagers: true,
    });
  });

  it('repeats with the same key what may have begun', async () => {
    const keys = [];
    await fill();
    for (const _try of [1, 2]) {
      await counted(200);
      await submit();
      press('Give 200 vouchers');
      const sent = server.expectOne(ROUTE);
      keys.push(sent.request.headers.get('Idempotency-Key'));
      sent.flush({ code: 'unavailable' }, { status: 503, statusText: 'Unavailable' });
      await settle();
    }
    expect(keys[0]).toBe(keys[1]);
  });

  it('begins nothing for nobody', async () => {
    await fill();
    await counted(0);
    await submit();
    expect(page().textContent).toContain('nothing would be given');
    expect(page().querySelector('dialog')).toBeNull();
  });
});
