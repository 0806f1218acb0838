import { Injectable } from '@nestjs/common';

/** @returns whether there was anything to forget */
type Erase = (userId: string) => Promise<boolean>;

/** Everything that forgets a person; each feature registers what it keeps. */
@Injectable()
export class Erasure {
  private readonly parts = new Map<string, Erase>();

  /** @param erase must bear being run again for somebody who is already gone */
  register(name: string, erase: Erase): void {
    this.parts.set(name, erase);
  }

  /**
   * One after another; when one fails the rest is left, and a repeat completes it.
   * @returns whether anything was kept of the person
   */
  async erase(userId: string): Promise<boolean> {
    let found = false;
    for (const erase of this.parts.values()) found = (await erase(userId)) || found;
    return found;
  }
}
