import tseslint from 'typescript-eslint';

const money = [
  { selector: "CallExpression[callee.name='parseFloat']", message: 'Money is read by Money.parse, other numbers by Number.' },
  { selector: "CallExpression[callee.property.name='toFixed']", message: 'Money is printed by Money.toDecimal.' },
  { selector: "CallExpression[callee.name='Number'] > MemberExpression[property.name='minor']", message: 'Minor units stay bigint.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'src/sandbox/page/public/', '*.mjs', 'scripts/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `return refuse(ctx)` is the shortest early exit.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // An adapter over memory is async by its port: throws become rejections.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  { files: ['src/domain/**', 'src/use-cases/**', 'src/adapters/outbound/**'], rules: { 'no-restricted-syntax': ['error', ...money] } },
  {
    files: ['src/domain/**'],
    rules: { 'no-restricted-syntax': ['error', ...money, { selector: 'AwaitExpression', message: 'The domain does not wait.' }] },
  },
  {
    files: ['src/**'],
    ignores: ['src/composition/**', 'src/main.ts', 'src/cli.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only the composition reads the environment.' }] },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', '@typescript-eslint/await-thenable': 'off', '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-non-null-assertion': 'off', 'no-console': 'off' },
  },
);
