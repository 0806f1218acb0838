import { Injectable } from '@nestjs/common';

type Erase = (userId: string) => Promise<void>;

/** Everything that forgets a person; each feature registers what it keeps. */
@Injectable()
export class Erasure {
  private readonly parts = new Map<string, Erase>();

  /** @param erase must bear being run again for somebody who is already gone */
  register(name: string, erase: Erase): void {
    this.parts.set(name, erase);
  }

  /** One after another; when one fails the rest is left, and a repeat completes it. */
  async erase(userId: string): Promise<void> {
    for (const erase of this.parts.values()) await erase(userId);
  }
}
