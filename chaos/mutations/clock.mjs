/** Sets the clock of this process forward or back by so many milliseconds. */
const shift = Number(process.env.CHAOS_CLOCK_SHIFT_MS ?? 0);
const RealDate = Date;

if (shift !== 0) {
  globalThis.Date = class Date extends RealDate {
    constructor(...args) {
      super(...(args.length === 0 ? [RealDate.now() + shift] : args));
    }

    static now() {
      return RealDate.now() + shift;
    }
  };
}
