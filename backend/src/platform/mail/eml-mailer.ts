import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Mail } from './mail.js';
import { Mailer } from './mailer.js';
import { messageOf } from './message.js';

/** Into a folder, one file for each mail: for a look at them where there is no mail server. */
export class EmlMailer extends Mailer {
  private readonly transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  override async send(mail: Mail): Promise<void> {
    const { message } = await this.transport.sendMail(messageOf(mail, this.from));
    if (!Buffer.isBuffer(message)) throw new Error('The message was not written to a buffer.');
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `${fileName(mail)}.eml`);
    await writeFile(`${path}.part`, message, { mode: 0o600 });
    await rename(`${path}.part`, path);
  }

  override close(): void {
    this.transport.close();
  }
}

/** The same for each try, and readable as far as the id is. */
function fileName({ id }: Mail): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${id.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80)}-${hash}`;
}
