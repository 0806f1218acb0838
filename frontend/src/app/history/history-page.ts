import { Component } from '@angular/core';
import { NotificationHistory } from '@eventide/notification-center';

/** Everything that was ever said to this person and not deleted. */
@Component({
  selector: 'app-history-page',
  imports: [NotificationHistory],
  template: `
    <div class="page">
      <h1>Notifications</h1>
      <eventide-history />
    </div>
  `,
})
export class HistoryPage {}
