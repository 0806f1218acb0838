import { Component, computed, inject } from '@angular/core';
import { Session } from '../core/session';
import { Avatar } from '../ui/avatar';
import { FilterVerified } from './filter-verified';

/** What Eventide knows of the person who is signed in, and how things stand for them right now. */
@Component({
  selector: 'app-profile-page',
  imports: [Avatar, FilterVerified],
  template: `
    @if (user(); as user) {
      <div class="page">
        <div class="page-head">
          <h1>Your profile</h1>
          <p class="page-lead">What Eventide knows of you, and how things stand right now.</p>
        </div>
        <section class="card" aria-label="About you">
          <div class="who">
            <app-avatar [name]="user.name" [personId]="user.id" />
            <h2>{{ user.name }}</h2>
          </div>
          <dl>
            @for (fact of facts(); track fact.name) {
              <div><dt>{{ fact.name }}</dt><dd>{{ fact.value }}</dd></div>
            }
            <div><dt>Filter</dt><dd><app-filter-verified /></dd></div>
          </dl>
        </section>
      </div>
    }
  `,
  styles: `
    .page {
      max-width: 42rem;
    }

    section {
      display: grid;
      gap: var(--ev-space-4);
      padding: var(--ev-space-5);
    }

    .who {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--ev-space-3);
    }

    dl {
      display: grid;
      gap: var(--ev-space-2);
    }

    dl div {
      display: grid;
      grid-template-columns: 6rem minmax(0, 1fr);
      gap: var(--ev-space-3);
    }

    dt {
      color: var(--ev-ink-faint);
    }

    h2,
    dd {
      min-width: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class ProfilePage {
  protected readonly user = inject(Session).user;
  protected readonly facts = computed(() => {
    const user = this.user();
    if (user === null) return [];
    return [
      { name: 'Id', value: user.id },
      { name: 'Email', value: user.email },
      { name: 'Department', value: user.department },
      { name: 'Grade', value: user.grade },
      { name: 'Hired', value: user.hiredAt },
      { name: 'Roles', value: user.roles.join(', ') },
    ].filter(({ value }) => value !== null && value !== '');
  });
}
