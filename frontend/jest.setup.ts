// Specs of plain rules run in Node alone (`@jest-environment node`): what they import needs neither a page nor Angular's compiler.
if (typeof document !== 'undefined') {
  const { setupZonelessTestEnv } = await import('jest-preset-angular/setup-env/zoneless/index.mjs');
  setupZonelessTestEnv();
}

export {};
