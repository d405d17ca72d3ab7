// What is read off a request before anybody is asked: the token, the address, the host name.
import { maxTokenLength } from '@stet/protocol'
import { describe, expect, it } from 'vitest'
import { createClientAddress } from './client-address.ts'
import { offeredSchema, offersStet, readHttpCredentials, readUpgradeCredentials } from './credentials.ts'
import { createFailedAttempts } from './failed-attempts.ts'
import { createHostCheck, hostsOf } from './host-check.ts'
import type { ClientAddress } from './client-address.ts'

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

const read = (url: string, headers: Record<string, string> = {}) => readUpgradeCredentials({ url, headers })
const offering = (...names: string[]) => ({ 'sec-websocket-protocol': names.join(', ') })

describe('the token of an upgrade', () => {
  it('comes as a subprotocol, else as a query parameter, else as a cookie', () => {
    const cookie = 'theme=dark; stet_token=c; other=1'
    const offered = offering('stet.v1', `stet.token.${base64url('a.b-c_ü')}`)
    expect(read('/sync/a?token=q', { ...offered, cookie })).toEqual({
      token: 'a.b-c_ü',
      source: 'subprotocol',
    })
    expect(read('/sync/a?x=1&token=q%20r', { ...offering('stet.v1'), cookie })).toEqual({
      token: 'q r',
      source: 'query',
    })
    expect(read('/sync/a?token=', { cookie })).toEqual({ token: 'c', source: 'cookie' })
    expect(read('/sync/a', { cookie: 'not_stet_token=x; stet_token=' })).toEqual({ source: 'none' })
    expect(read('/sync/a')).toEqual({ source: 'none' })
  })

  it.each([
    ['nothing', 'stet.token.'],
    ['what is no base64url', 'stet.token.a+b='],
    ['a bit too many', 'stet.token.ab'],
    ['what is no UTF-8', `stet.token.${Buffer.from([0xff, 0xfe]).toString('base64url')}`],
    ['too much', `stet.token.${base64url('x'.repeat(maxTokenLength + 1))}`],
  ])('%s is refused', (_, name) => {
    expect(() => read('/sync/a', offering('stet.v1', name))).toThrow(
      expect.objectContaining({ code: 'unauthorized' }),
    )
  })

  it('whoever offers stet.v1 can be told why not', () => {
    expect(offersStet(offering('other', 'stet.v1'))).toBe(true)
    expect(offersStet(offering('stet.v10', `stet.token.${base64url('x')}`))).toBe(false)
    expect(offersStet({})).toBe(false)
  })

  it('a document schema is read where one is offered, and an unusable one is none', () => {
    expect(offeredSchema(offering('stet.v1', 'stet.schema.0.a', 'stet.schema.2.abc'))).toEqual({
      version: 2,
      hash: 'abc',
    })
    expect(offeredSchema(offering('stet.v1', 'stet.schema.many'))).toBeUndefined()
  })
})

describe('the token of an HTTP request', () => {
  it('stands in the Authorization header or a cookie, not in the address', () => {
    expect(readHttpCredentials({ authorization: 'Bearer a.b.c', cookie: 'stet_token=x' })).toEqual({
      token: 'a.b.c',
      source: 'header',
    })
    expect(readHttpCredentials({ authorization: 'bearer  t ' })).toMatchObject({ token: 't' })
    expect(readHttpCredentials({ cookie: 'stet_token=x' })).toEqual({ token: 'x', source: 'cookie' })
    expect(readHttpCredentials({})).toEqual({ source: 'none' })
  })

  it.each(['Basic dTpw', 'Bearer', 'Bearer a b', `Bearer ${'x'.repeat(maxTokenLength + 1)}`])(
    '%s is refused',
    (authorization) => {
      expect(() => readHttpCredentials({ authorization })).toThrow(
        expect.objectContaining({ code: 'unauthorized' }),
      )
    },
  )
})

const addressOf = (address: ClientAddress, remoteAddress: string, forwarded?: string): string =>
  address({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress } as Parameters<ClientAddress>[0]['socket'],
  })

describe('the address of the client', () => {
  it('is that of the socket, whatever the headers say, when no proxy is trusted', () => {
    const address = createClientAddress([])
    expect(addressOf(address, '203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
    expect(addressOf(address, '::ffff:203.0.113.7')).toBe('203.0.113.7')
    expect(addressOf(address, 'fe80::1%eth0')).toBe('fe80::1')
  })

  it('is the nearest one that no trusted proxy has', () => {
    const address = createClientAddress(['loopback', '10.0.0.0/8', '2001:db8::/32'])
    expect(addressOf(address, '127.0.0.1', '198.51.100.1')).toBe('198.51.100.1')
    expect(addressOf(address, '127.0.0.1', '6.6.6.6, 198.51.100.1, 10.1.2.3')).toBe('198.51.100.1')
    expect(addressOf(address, '2001:db8::5', '198.51.100.1')).toBe('198.51.100.1')
    expect(addressOf(address, '198.51.100.9', '6.6.6.6')).toBe('198.51.100.9')
    expect(addressOf(address, '127.0.0.1', '10.0.0.1, 10.0.0.2')).toBe('10.0.0.1')
    expect(addressOf(address, '127.0.0.1', 'unknown')).toBe('127.0.0.1')
    expect(addressOf(address, '127.0.0.1')).toBe('127.0.0.1')
  })

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::1/129', '', '*'])(
    '%j is no trusted proxy',
    (entry) => {
      expect(() => createClientAddress([entry])).toThrow('A trusted proxy is')
    },
  )
})

const handClock = (start = 1_000_000) => {
  let time = start
  return { now: () => time, setTimer: () => () => {}, pass: (ms: number) => void (time += ms) }
}

describe('failed attempts', () => {
  it('too many from one address must wait, and others need not', () => {
    const time = handClock()
    const attempts = createFailedAttempts(time)
    for (let i = 0; i < 60; i += 1) {
      expect(attempts.waitFor('203.0.113.7')).toBe(0)
      attempts.add('203.0.113.7')
    }
    expect(attempts.waitFor('203.0.113.7')).toBe(1)
    expect(attempts.waitFor('203.0.113.8')).toBe(0)
    time.pass(1000)
    expect(attempts.waitFor('203.0.113.7')).toBe(0)
  })

  it('this machine is not shut out: a proxy that nobody told us of may speak for everybody', () => {
    const attempts = createFailedAttempts(handClock())
    for (let i = 0; i < 1000; i += 1) attempts.add('127.0.0.1')
    expect(attempts.waitFor('127.0.0.1')).toBe(0)
  })
})

describe('the host name', () => {
  it('must be one of this machine, or one that was allowed', () => {
    const check = createHostCheck(hostsOf(['https://docs.example.com', 'https://wiki.example.com:8443']))
    for (const host of [
      'localhost',
      'LOCALHOST:8080',
      '127.0.0.1:1',
      '[::1]:8080',
      '[::1]',
      'docs.example.com',
      'wiki.example.com',
    ]) {
      expect([host, check(host)]).toEqual([host, true])
    }
    for (const host of [
      undefined,
      '',
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'localhost:80:80',
      '0.0.0.0',
      '::1',
      '[::2]',
      'xdocs.example.com',
    ]) {
      expect([host, check(host)]).toEqual([host, false])
    }
  })
})
