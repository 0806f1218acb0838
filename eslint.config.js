import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

const TESTS = ['**/*.{spec,int-spec,e2e-spec}.{ts,mjs}', '**/*.conformance.ts'];
const TOOL_CONFIGS = ['**/*.config.{js,mjs}', '**/*proxy.mjs'];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a default export has another name in every file.',
};
const NO_RAW_EMIT = {
  selector: 'CallExpression[callee.property.name=/^(to|in|except)$/]',
  message: 'An empty audience reaches everybody (socketio/socket.io#4645): publish through RealtimePublisher.',
};
const NO_ENVIRONMENT = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Settings are read and judged in backend/src/platform/env.ts alone.',
};
const NO_MODULE_MOCK = {
  selector: 'CallExpression[callee.object.name="jest"][callee.property.name=/^(mock|doMock|unstable_mockModule)$/]',
  message: 'Hand the fake in: in ES modules jest.mock does nothing, silently.',
};
const NO_EMPTY_CATCH = {
  selector: 'CatchClause > BlockStatement[body.length=0]',
  message: 'Handle the error that is expected and rethrow the rest.',
};
const UNUSED = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true };
const EVERYWHERE = [NO_DEFAULT_EXPORT, NO_MODULE_MOCK, NO_EMPTY_CATCH];

export default defineConfig(
  { ignores: ['**/dist/', '**/node_modules/', '**/.angular/', '**/coverage/', '**/.cache/', '**/.data*/'] },
  {
    files: ['**/*.{js,mjs,cjs,ts}'],
    linterOptions: { noInlineConfig: true },
    languageOptions: { parser: typescript.parser },
    plugins: { '@typescript-eslint': typescript.plugin },
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-restricted-syntax': ['error', ...EVERYWHERE],
      '@typescript-eslint/no-unused-vars': ['error', UNUSED],
    },
  },
  {
    // Rules that need types are those of .oxlintrc.json.
    files: ['{contracts,backend,frontend,e2e,chaos}/**/*.ts'],
    extends: [typescript.configs.recommended],
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', UNUSED],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['{contracts,frontend}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, NO_ENVIRONMENT] },
  },
  {
    files: ['backend/src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, NO_ENVIRONMENT, NO_RAW_EMIT] },
  },
  {
    files: ['backend/src/platform/env.ts'],
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, NO_RAW_EMIT] },
  },
  {
    files: ['frontend/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
  },
  {
    files: ['frontend/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
  { files: TESTS, rules: { 'max-lines-per-function': 'off' } },
  { files: TOOL_CONFIGS, rules: { 'no-restricted-syntax': 'off' } },
);
