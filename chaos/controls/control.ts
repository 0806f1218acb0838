import type { Tampering } from '../cell.js';
import type { InvariantId } from '../evidence.js';
import type { Fault } from '../fault.js';

/** One mechanism broken on purpose. */
export interface Control extends Tampering {
  name: string;
  title: string;
  /** What happens to the product meanwhile. */
  fault: Fault;
  /** What must fail, or the checker is blind. */
  expected: InvariantId;
}
