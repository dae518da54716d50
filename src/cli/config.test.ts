import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '../domain/refusal.ts'
import { readConfig } from './config.ts'

const read = (env: Readonly<Record<string, string>>) => {
  const config = readConfig([], env)
  if (isRefusal(config)) assert.fail(config.refused)
  return config
}

test('the server listens on loopback, also behind a public address, until somebody names another', () => {
  assert.equal(read({}).listen, '127.0.0.1')
  assert.equal(read({ MANDATE_ORIGIN: 'https://agreements.example' }).listen, '127.0.0.1')
  assert.equal(read({ MANDATE_LISTEN: '0.0.0.0' }).listen, '0.0.0.0')
})

test('a mail server without a sender, an address that is none, and a port that is none are refused', () => {
  const refused = (env: Readonly<Record<string, string>>) => {
    const config = readConfig([], env)
    return isRefusal(config) ? config.refused : null
  }
  assert.equal(refused({ MANDATE_SMTP_URL: 'smtp://mail.example' }), 'mail_from_missing')
  assert.equal(refused({ MANDATE_SMTP_URL: 'mail.example', MANDATE_MAIL_FROM: 'a@b.example' }), 'smtp_address_unreadable')
  assert.equal(refused({ MANDATE_PORT: '70000' }), 'port_unreadable')
})
