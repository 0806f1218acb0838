import { execFileSync } from 'node:child_process';

/** A table of its own, so that it is taken away whole. */
const TABLE = `eventide_chaos_${process.pid}`;

/** Packets on the loopback that the kernel drops; needs root, and nft. */
export class PacketLoss {
  readonly #end = (): void => nft(`delete table inet ${TABLE}`);

  private constructor() {
    process.once('exit', this.#end);
  }

  /** Whether this machine lets us; asked once. */
  static isPossible(): boolean {
    possible ??= tryNft();
    return possible;
  }

  /** Drops so many percent of the packets to and from these ports, until {@link end}. */
  static on(ports: readonly number[], percent: number): PacketLoss {
    const rules = ['dport', 'sport'].map((side) => `tcp ${side} { ${ports.join(', ')} } numgen random mod 100 < ${percent} drop`);
    nft(tableOf(rules));
    return new PacketLoss();
  }

  end(): void {
    process.off('exit', this.#end);
    this.#end();
  }
}

let possible: boolean | undefined;

function tryNft(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    nft(tableOf(['numgen random mod 100 < 1 counter']), '--check');
    return true;
  } catch (error) {
    // Not installed, or not in this kernel.
    if ((error as NodeJS.ErrnoException).code !== undefined || (error as { status?: number }).status !== undefined) return false;
    throw error;
  }
}

/** Judges packets as they come in: TCP would hear of one that is dropped on its way out. */
function tableOf(rules: readonly string[]): string {
  return [`table inet ${TABLE} {`, 'chain incoming {', 'type filter hook input priority 0', ...rules, '}', '}', ''].join('\n');
}

function nft(rules: string, ...options: string[]): void {
  execFileSync('nft', [...options, '--file', '-'], { input: rules, stdio: ['pipe', 'ignore', 'ignore'] });
}
