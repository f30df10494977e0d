// The walls of docs/architecture.md, as rules. A library is matched by name, whether or not it is installed.
const library = (...names) => `^(?:node_modules/)?(?:@types/)?(?:${names.join('|')})(?:/|$)`;

/** One room a library. */
const ROOMS = [
  { library: ['telegraf'], room: '^src/(adapters/(inbound|outbound)/telegram)/' },
  { library: ['koa', '@koa', 'raw-body'], room: '^src/(adapters/inbound/http|sandbox)/' },
  { library: ['knex', 'objection', 'pg', '@electric-sql', 'pg-boss'], room: '^(src/adapters/outbound/postgres|db)/' },
  { library: ['redis', '@redis'], room: '^src/adapters/outbound/redis/' },
  { library: ['inversify', '@inversifyjs'], room: '^src/composition/' },
  { library: ['@ton'], room: '^src/(adapters/outbound/fragment|sandbox/(ton|fragment))/' },
  { library: ['pino', 'pino-pretty', 'prom-client'], room: '^src/adapters/outbound/system/' },
  { library: ['cockatiel'], room: '^src/adapters/outbound/kit/' },
  { library: ['i18next'], room: '^src/adapters/texts/' },
  { library: ['qrcode', 'pngjs'], room: '^src/adapters/texts/pictures/' },
];

const forbidden = [
  { name: 'no-circle', from: {}, to: { circular: true } },
  { name: 'no-unresolvable', from: { path: '^(src|db)/' }, to: { couldNotResolve: true } },
  { name: 'domain-is-pure', from: { path: '^src/domain/' }, to: { pathNot: '^src/domain/' } },
  { name: 'use-cases-see-domain-and-ports', from: { path: '^src/use-cases/' }, to: { pathNot: '^src/(use-cases|domain)/' } },
  { name: 'ports-see-no-use-case', from: { path: '^src/use-cases/(ports|queries)/' }, to: { path: '^src/use-cases/', pathNot: '^src/use-cases/(ports|queries)/' } },
  { name: 'inbound-sees-no-outbound', from: { path: '^src/adapters/inbound/' }, to: { path: '^src/adapters/outbound/' } },
  { name: 'outbound-sees-no-inbound', from: { path: '^src/adapters/outbound/' }, to: { path: '^src/adapters/inbound/' } },
  { name: 'outbound-calls-no-use-case', from: { path: '^src/adapters/outbound/' }, to: { path: '^src/use-cases/', pathNot: '^src/use-cases/(ports|queries)/' } },
  { name: 'inbound-sides-are-apart', from: { path: '^src/adapters/inbound/([^/]+)/' }, to: { path: '^src/adapters/inbound/', pathNot: '^src/adapters/inbound/$1/' } },
  { name: 'outbound-rooms-are-apart', from: { path: '^src/adapters/outbound/([^/]+)/' }, to: { path: '^src/adapters/outbound/', pathNot: '^src/adapters/outbound/($1|kit)/' } },
  {
    name: 'gateways-are-apart',
    from: { path: '^src/adapters/outbound/payments/([^/]+)/' },
    to: { path: '^src/adapters/outbound/payments/', pathNot: '^src/adapters/outbound/payments/$1/' },
  },
  {
    name: 'panels-are-apart',
    from: { path: '^src/adapters/outbound/panels/([^/]+)/' },
    to: { path: '^src/adapters/outbound/panels/', pathNot: '^src/adapters/outbound/panels/$1/' },
  },
  {
    name: 'screens-are-apart',
    from: { path: '^src/adapters/inbound/telegram/([a-z]+-screens)/([^/]+)/' },
    to: { path: '^src/adapters/inbound/telegram/[a-z]+-screens/', pathNot: '^src/adapters/inbound/telegram/$1/$2/' },
  },
  { name: 'no-screen-opens-another', from: { path: '\\.screen\\.ts$' }, to: { path: '\\.screen\\.ts$' } },
  { name: 'texts-know-no-adapter', from: { path: '^src/adapters/texts/' }, to: { path: '^src/', pathNot: '^src/(adapters/texts|domain|use-cases/(ports|queries))/' } },
  { name: 'sandbox-knows-no-shop', from: { path: '^src/sandbox/' }, to: { path: '^src/', pathNot: '^src/sandbox/' } },
  { name: 'only-composition-starts-the-sandbox', from: { path: '^src/', pathNot: '^src/(sandbox|composition)/' }, to: { path: '^src/sandbox/' } },
  { name: 'only-main-sees-composition', from: { path: '^src/', pathNot: '^src/(composition/|main\\.ts$|cli\\.ts$)' }, to: { path: '^src/composition/' } },
  { name: 'source-sees-no-test', from: { path: '^(src|db)/' }, to: { path: '^(test|bench)/' } },
  { name: 'no-dev-dependency-in-source', from: { path: '^(src|db)/' }, to: { dependencyTypes: ['npm-dev'] } },
  { name: 'no-undeclared-dependency', from: { path: '^(src|db)/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  ...ROOMS.map(({ library: names, room }) => ({
    name: `one-room-for-${names[0].replace(/[^a-z0-9]+/g, '')}`,
    from: { path: '^(src|db)/', pathNot: room },
    to: { path: library(...names) },
  })),
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.d.ts', '.json'],
    },
  },
};
