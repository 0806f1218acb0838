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
   * All parts at a time, as none needs another; when one fails a repeat completes it.
   * @returns whether anything was kept of the person
   */
  async erase(userId: string): Promise<boolean> {
    const found = await Promise.all([...this.parts.values()].map((erase) => erase(userId)));
    return found.includes(true);
  }
}
