import assert from 'node:assert/strict'
import { test } from 'node:test'
import { andThen, projectCopy, whole } from './project-copy.ts'

const copy = projectCopy()
const house = 'src/store/migrations/0002-house.sql'
const wing = 'src/services/enrichment/migrations/0001-contacts.sql'

test('a column that no data map names is refused, in a table of a wing and in its partitions', async () => {
  const { status, said } = await copy.checkWith('data maps', {
    [wing]: andThen('alter table enrichment_contact add column shoe_size text;'),
  })
  assert.match(
    said,
    /src\/services\/enrichment\/data\.ts: no data map names the column "shoe_size" of "enrichment_contact": say what it holds/,
  )
  assert.equal(status, 1)
})

test('maps of what is not there, a searchable column without an index and SQL on a house table outside of its reader are refused', async () => {
  const { status, said } = await copy.checkWith('data maps', {
    'src/services/enrichment/data.ts': (text) =>
      text
        .replace('      state: concerned(', "      mood: concerned('how it feels', 'open'),\n      state: concerned(")
        .replace("table: 'enrichment_word'", "table: 'enrichment_words'"),
    [wing]: andThen('drop index enrichment_contact_email;'),
    'src/app/planted.ts': whole(
      'export const planted = (sql: (text: TemplateStringsArray) => unknown) => sql`select account_id from session`',
    ),
  })
  assert.match(said, /maps the column "mood", which "enrichment_contact" does not have/)
  assert.match(said, /maps the table "enrichment_words", which no migration makes/)
  assert.match(said, /"enrichment_contact\.email_token" is searchable and stands in no index/)
  assert.match(said, /src\/app\/planted\.ts:1: names the house table "session", whose reader is src\/app\/sessions\.ts/)
  assert.equal(status, 1)
})

test('a tenant table without forced row-level security is refused, partitions made at run time included', async () => {
  const { status, said } = await copy.checkWith('data maps', {
    [house]: andThen(
      'alter table vault no force row level security;',
      'create table loose (tenant_id uuid not null, id uuid not null, code text unique, primary key (id));',
    ),
    [wing]: (text) => text.replace("      perform make_tenant_table(format('public.%I', name)::regclass);\n", ''),
  })
  assert.match(said, /table "vault": its row-level security is not forced: select make_tenant_table/)
  assert.match(said, /table "loose": its row-level security is off/)
  assert.match(said, /table "loose": no policy binds all its rows to app\.tenant/)
  assert.match(said, /table "loose": its primary key does not lead with tenant_id/)
  assert.match(said, /table "loose": its unique index "loose_code_key" leaves tenant_id out/)
  assert.match(said, /table "enrichment_contact_20260922": its row-level security is off/)
  assert.equal(status, 1)
})

test('a policy that lets other tenants through, and a table on neither list, are refused', async () => {
  const { status, said } = await copy.checkWith('data maps', {
    [house]: andThen(
      'create policy wide on standing using (true);',
      "create policy half on event using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) with check (true);",
      'create table register (id uuid primary key);',
    ),
  })
  assert.match(said, /table "standing": its policy "wide" lets other tenants' rows through/)
  assert.match(said, /table "event": its policy "half" lets other tenants' rows through/)
  assert.match(said, /table "register": has no tenant_id and stands on no list/)
  assert.match(said, /table "register": no data map names it/)
  assert.equal(status, 1)
})

test('rights over proof, and what would act unseen, are refused', async () => {
  const { status, said } = await copy.checkWith('data maps', {
    [house]: andThen(
      'grant delete on trail_entry to mandate_app;',
      'grant update (outcome) on trail_entry to mandate_app;',
      'grant update on trail_batch to mandate_worker;',
      'grant truncate on vault to mandate_app;',
      'grant select on setting to public;',
      'create view everything as select * from vault;',
      "create function loud() returns trigger language plpgsql security definer as 'begin return new; end';",
      'create trigger unseen before insert on outbox for each row execute function loud();',
    ),
  })
  assert.match(said, /table "trail_entry": mandate_app may DELETE, and its rows are proof/)
  assert.match(said, /table "trail_entry": a serving role may UPDATE outcome, and its rows are proof/)
  assert.match(said, /table "trail_batch": a serving role may UPDATE .*root/)
  assert.match(said, /table "vault": mandate_app may TRUNCATE/)
  assert.match(said, /table "setting": everybody may SELECT/)
  assert.match(said, /view "everything": reads as its owner/)
  assert.match(said, /function "loud": acts as its owner under the search_path of its caller/)
  assert.match(said, /function "loud": acts as its owner for everybody/)
  assert.match(said, /table "outbox": has the trigger "unseen"/)
  assert.equal(status, 1)
})
