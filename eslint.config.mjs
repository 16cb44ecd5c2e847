import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'data/**', 'apps/dashboard/dist/**', 'bench/results/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read once, in libs/platform/config.ts.' },
        { object: 'Math', property: 'random', message: 'Randomness comes in with the command or from a seed.' },
      ],
    },
  },
  {
    files: ['apps/cli/**', 'apps/pilot/**', 'bench/**', 'tools/**', 'test/**', '**/testing/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: [
      'libs/platform/config.ts',
      'apps/*/src/main.ts',
      'apps/*/main.ts',
      'bench/**',
      'tools/**',
      'test/**',
      '**/*.spec.ts',
      '**/testing/**',
      'apps/cli/**',
      'apps/pilot/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Translation functions are handed around unbound by design of the library.
    files: ['apps/dashboard/**'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    // What Jest's matchers and fixtures give back is untyped.
    files: ['**/*.spec.ts', '**/contract.ts', 'test/**'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-unexpected-multiline': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
