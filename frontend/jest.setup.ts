// Specs of plain rules run in Node alone (`@jest-environment node`): they need neither a page nor Angular's test bed.
if (typeof document !== 'undefined') {
  const { setupZonelessTestEnv } = await import('jest-preset-angular/setup-env/zoneless/index.mjs');
  setupZonelessTestEnv();
}

export {};
