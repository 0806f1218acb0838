import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { SetPasswordPage, whyNot } from './set-password-page';

describe(SetPasswordPage.name, () => {
  let fixture: ComponentFixture<SetPasswordPage>;
  let server: HttpTestingController;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(SetPasswordPage);
    fixture.componentRef.setInput('invite', 'secret');
    await fixture.whenStable();
  });

  async function send(password: string, again: string): Promise<void> {
    const page = fixture.nativeElement as HTMLElement;
    for (const [id, text] of [['new-password', password], ['password-again', again]] as const) {
      const field = page.querySelector<HTMLInputElement>(`#${id}`)!;
      field.value = text;
      field.dispatchEvent(new Event('input'));
    }
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await fixture.whenStable();
  }

  async function text(): Promise<string> {
    await fixture.whenStable();
    return (fixture.nativeElement as HTMLElement).textContent;
  }

  it('sends the invitation with the password', async () => {
    await send('correct horse', 'correct horse');
    const { request } = server.expectOne('/api/auth/set-password');
    expect(request.body).toEqual({ invite: 'secret', password: 'correct horse' });
  });

  it('says so when it is done', async () => {
    await send('correct horse', 'correct horse');
    server.expectOne('/api/auth/set-password').flush(null, { status: 204, statusText: 'No Content' });
    await new Promise((resolve) => setTimeout(resolve));
    expect(await text()).toContain('Your password is set');
  });

  it('sends nothing that is too short or written differently', async () => {
    await send('short', 'other');
    expect(await text()).toMatch(/At least 8 characters.*The two don’t match/s);
    server.verify();
  });
});

describe(whyNot.name, () => {
  it('tells a used link from a password that is refused', () => {
    const failure = { message: 'as it is', fields: [], retryAfterS: null };
    expect(whyNot({ ...failure, code: 'not_found' })).toContain('used already');
    expect(whyNot({ ...failure, code: 'unreachable' })).toBe('as it is');
    const refused = { ...failure, fields: [{ field: 'password', problem: 'is too short' }] };
    expect(whyNot({ ...refused, code: 'invalid_request' })).toContain('it is too short');
  });
});
