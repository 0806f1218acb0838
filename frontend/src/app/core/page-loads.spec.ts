import { Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withNavigationErrorHandler, withRouterConfig } from '@angular/router';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PageLoads } from './page-loads';
import { UnexpectedErrors } from './unexpected-errors';

@Component({ template: '' })
class Page {}

describe(PageLoads.name, () => {
  const load = jest.fn<() => Promise<typeof Page>>();
  const unexpected = jest.fn();
  let pages: PageLoads;
  let router: Router;

  beforeEach(() => {
    jest.resetAllMocks();
    TestBed.configureTestingModule({
      providers: [
        provideRouter(
          [{ path: 'lazy', loadComponent: load }, { path: 'other', component: Page }],
          withRouterConfig({ resolveNavigationPromiseOnError: true }),
          withNavigationErrorHandler((failure) => inject(PageLoads).failed(failure)),
        ),
        { provide: UnexpectedErrors, useValue: { handleError: unexpected } },
      ],
    });
    pages = TestBed.inject(PageLoads);
    router = TestBed.inject(Router);
  });

  const notFetched = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: /chunk.js'));

  it('knows of a page that couldn’t be fetched, and opens it when it can be', async () => {
    load.mockImplementationOnce(notFetched);
    await router.navigateByUrl('/lazy');
    expect([pages.missed(), unexpected.mock.calls.length]).toEqual(['/lazy', 0]);
    load.mockResolvedValue(Page);
    await pages.retry();
    expect([pages.missed(), router.url]).toEqual([null, '/lazy']);
  });

  it('forgets it when another page is opened', async () => {
    load.mockImplementationOnce(notFetched);
    await router.navigateByUrl('/lazy');
    await router.navigateByUrl('/other');
    expect(pages.missed()).toBeNull();
  });

  it('passes on what it doesn’t expect', async () => {
    const fault = new TypeError('x is not a function');
    load.mockRejectedValueOnce(fault);
    await router.navigateByUrl('/lazy');
    expect([pages.missed(), unexpected.mock.calls]).toEqual([null, [[fault]]]);
  });
});
