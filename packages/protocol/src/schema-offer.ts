// Which document schema a client's editor has. A client says it while it connects, as one more offered subprotocol: every
// server there is ignores subprotocols it does not know, while an unknown text frame would be refused by an older one.

/** A document schema: `version` rises when an older editor would misread documents; `hash` differs with any difference. */
export interface SchemaVersion {
  /** 1 to `maxSchemaVersion`. */
  readonly version: number
  /** 1 to 64 of `A–Z a–z 0–9 _ -`. */
  readonly hash: string
}

/** What the offered subprotocol begins with; the version, a dot and the hash follow. The server never selects it. */
export const schemaSubprotocolPrefix = 'stet.schema.'

/** No release will reach it; a larger number is somebody's mistake or mischief. */
export const maxSchemaVersion = 10_000

/** Throws a TypeError for what is no schema's version. */
export function schemaSubprotocol(schema: SchemaVersion): string {
  if (!isSchemaVersion(schema)) {
    throw new TypeError(
      `A schema is { version, hash }, a whole number from 1 to ${maxSchemaVersion} and up to 64 letters, digits, "_" and "-".`,
    )
  }
  return `${schemaSubprotocolPrefix}${schema.version}.${schema.hash}`
}

/** undefined for another subprotocol, and for one that says nothing usable: it is no reason to refuse anybody. */
export function parseSchemaSubprotocol(offered: string): SchemaVersion | undefined {
  const [, version, hash] = /^stet\.schema\.(\d{1,5})\.([\w-]{1,64})$/.exec(offered) ?? []
  const schema = { version: Number(version), hash }
  return isSchemaVersion(schema) ? schema : undefined
}

export function isSchemaVersion(value: {
  readonly version: unknown
  readonly hash: unknown
}): value is SchemaVersion {
  const { version, hash } = value
  return (
    typeof version === 'number' &&
    Number.isInteger(version) &&
    version >= 1 &&
    version <= maxSchemaVersion &&
    typeof hash === 'string' &&
    /^[\w-]{1,64}$/.test(hash)
  )
}
